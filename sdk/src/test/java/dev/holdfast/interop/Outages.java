package dev.holdfast.interop;

import dev.holdfast.ConnectionState;

/** The times that a stream had no connection which a server has accepted, after its first. */
final class Outages {
  private volatile boolean wasOpen;
  private volatile long downSince;
  private volatile int count;
  private volatile long longest;

  /** On the thread of the callbacks. */
  void changed(ConnectionState state) {
    if (state == ConnectionState.OPEN) {
      if (downSince != 0) {
        count++;
        longest = Math.max(longest, System.nanoTime() - downSince);
        downSince = 0;
      }
      wasOpen = true;
    } else if (wasOpen && downSince == 0) {
      downSince = System.nanoTime();
    }
  }

  @Override
  public String toString() {
    return "recovered " + count + " times within " + longest / 1_000_000 + " ms";
  }
}
