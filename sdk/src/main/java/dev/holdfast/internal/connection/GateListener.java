package dev.holdfast.internal.connection;

/**
 * Hears of origins that are away: once for all their streams. On the control thread; must not
 * block.
 */
public interface GateListener {
  GateListener NONE =
      new GateListener() {
        @Override
        public void opened(String origin, int failures) {}

        @Override
        public void closed(String origin, long nanos, int probes, int waiting) {}

        @Override
        public void leftOpen(String origin, long nanos) {}
      };

  /** The origin is away: its streams wait, while one at a time looks whether it is back. */
  void opened(String origin, int failures);

  /**
   * The origin is back.
   *
   * @param nanos for how long it was away
   * @param probes how many attempts found that it still was, and that it is back
   * @param waiting how many streams are let in one after the other now
   */
  void closed(String origin, long nanos, int probes, int waiting);

  /**
   * The origin is not known to be back, but fewer than two streams want to connect to it: none is
   * held any more.
   */
  void leftOpen(String origin, long nanos);
}
