package dev.holdfast.internal.connection;

import java.util.concurrent.TimeUnit;

/**
 * Whether the server allows two connections of one stream. Some allow a user one: they end the
 * earlier as soon as the later is there. Seen twice, that is believed. Confined to the stream's
 * serial context.
 */
final class Overlap {
  private static final long AT_ONCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int SEEN = 2;

  private final boolean allowed;
  private int seen;

  Overlap(boolean allowed) {
    this.allowed = allowed;
  }

  boolean isAllowed() {
    return allowed && seen < SEEN;
  }

  /** A candidate was there, and the active connection stayed. */
  void worked() {
    seen = 0;
  }

  /** The active connection ended so long after a candidate beside it was accepted, or asked. */
  void activeEnded(long nanosAfterCandidate) {
    if (nanosAfterCandidate < AT_ONCE_NANOS) {
      seen++;
    }
  }
}
