package dev.holdfast.internal.connection;

import java.util.concurrent.TimeUnit;

/**
 * When a channel tries to upgrade: at once; again soon after a connection that was good for a
 * while; and less and less often where it comes to nothing. Knows no clock. Confined to the
 * stream's serial context.
 */
final class UpgradePace {
  private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** So many failures in a row are no accident: what is on the way does not let it live. */
  private static final int BLOCKED_AFTER = 3;

  private boolean tried;
  private int failures;

  /** How long to wait before the next try, without jitter. */
  long delayNanos() {
    if (!tried) {
      return 0;
    }
    long delay = SOON_NANOS;
    for (int i = 1; i < failures && delay < TransportMemory.PROBE_NANOS; i++) {
      delay *= 2;
    }
    return Math.min(delay, TransportMemory.PROBE_NANOS);
  }

  /** A try begins. */
  void begins() {
    tried = true;
  }

  /** It came to nothing; returns whether that was so several times in a row. */
  boolean failed() {
    failures++;
    return failures >= BLOCKED_AFTER;
  }

  /**
   * The upgraded connection has ended.
   *
   * @return whether that, too, is one of several failures in a row
   */
  boolean ended(long upNanos) {
    if (upNanos >= GOOD_NANOS) {
      failures = 0;
      return false;
    }
    return failed();
  }

  /** On another network it may well work. */
  void networkChanged() {
    tried = false;
    failures = 0;
  }
}
