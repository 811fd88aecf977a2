package dev.holdfast.cli;

/** Notices that messages wait and nothing comes of it. For one thread. */
final class Patience {
  private long before = -1;
  private boolean isTold;

  /**
   * Returns whether it is time to say so: once, until it gets on again.
   *
   * @param decided of how many messages the fate is decided
   * @param waiting how many wait for theirs
   */
  boolean ends(long decided, long waiting) {
    if (waiting == 0 || decided != before) {
      before = waiting == 0 ? -1 : decided;
      isTold = false;
      return false;
    }
    boolean first = !isTold;
    isTold = true;
    return first;
  }

  /** What there is to say. */
  static String words(long waiting, long seconds) {
    return "nothing was acknowledged for "
        + seconds
        + " s; "
        + (waiting == 1 ? "a message waits" : waiting + " messages wait")
        + ", and will be sent again";
  }
}
