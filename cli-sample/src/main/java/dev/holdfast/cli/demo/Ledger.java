package dev.holdfast.cli.demo;

import dev.holdfast.StreamEvent;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Checks every event that the app receives, one by one. Thread-safe. */
final class Ledger {
  // All guarded by this.
  private final BitSet seen = new BitSet();
  private long received;
  private long last;
  private int duplicated;
  private int outOfOrder;
  private int damaged;

  /** Enters an event, and returns its number; 0 if it is not one that was produced. */
  synchronized long enter(StreamEvent event) {
    received++;
    int n = number(event.id());
    if (n == 0 || !event.type().equals(Reading.TYPE) || !event.data().equals(Reading.data(n))) {
      damaged++;
      return 0;
    }
    if (seen.get(n)) {
      duplicated++;
    } else if (n < last) {
      outOfOrder++;
    }
    seen.set(n);
    last = n;
    return n;
  }

  synchronized long last() {
    return last;
  }

  /** Returns the result, given how many events the server has produced, numbered from 1. */
  synchronized Audit audit(long produced) {
    int lost = 0;
    for (int n = 1; n <= produced; n++) {
      if (!seen.get(n)) {
        lost++;
      }
    }
    return new Audit(produced, received, lost, duplicated, outOfOrder, damaged);
  }

  private static int number(@Nullable String id) {
    return id != null && id.matches("[1-9][0-9]{0,7}") ? Integer.parseInt(id) : 0;
  }

  /**
   * What came of what was produced.
   *
   * @param produced events, by the server's own count
   * @param received events, all of them
   * @param lost events that were produced and never received
   * @param duplicated events that were received once too often
   * @param outOfOrder events that came after a later one
   * @param damaged events that are not what was produced
   */
  record Audit(
      long produced, long received, int lost, int duplicated, int outOfOrder, int damaged) {

    boolean isClean() {
      return produced == received && lost + duplicated + outOfOrder + damaged == 0;
    }

    @Override
    public String toString() {
      return "produced "
          + produced
          + ", received "
          + received
          + ", lost "
          + lost
          + ", duplicated "
          + duplicated
          + (outOfOrder == 0 ? "" : ", out of order " + outOfOrder)
          + (damaged == 0 ? "" : ", damaged " + damaged);
    }
  }
}
