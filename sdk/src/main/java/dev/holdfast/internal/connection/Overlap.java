package dev.holdfast.internal.connection;

import java.util.concurrent.TimeUnit;

/**
 * Whether the server allows two connections of one stream. Some allow a user one: they end the
 * earlier as soon as the later is there. Seen twice in a row, that is believed. Confined to the
 * stream's serial context.
 */
final class Overlap {
  private static final long AT_ONCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** One that had been up for less may well have ended just then by itself. */
  private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int SEEN = 2;

  private final boolean allowed;
  private int seen;
  private int seenSteady;

  Overlap(boolean allowed) {
    this.allowed = allowed;
  }

  /**
   * Whether a second connection may find out what the first one does not tell. A wrong no leaves a
   * dead connection in place, so it takes the ends of connections that were steady until then.
   */
  boolean isAllowed() {
    return allowed && seenSteady < SEEN;
  }

  /** Whether a connection that is given up anyway is to be replaced before it is closed. */
  boolean isOfUse() {
    return allowed && seen < SEEN;
  }

  /** A candidate was there, and the active connection stayed. */
  void worked() {
    seen = 0;
    seenSteady = 0;
  }

  /** The active connection ended so long after a candidate beside it was accepted, or asked. */
  void activeEnded(long lifetimeNanos, long nanosAfterCandidate) {
    if (nanosAfterCandidate < AT_ONCE_NANOS) {
      seen++;
      seenSteady += lifetimeNanos < STEADY_NANOS ? 0 : 1;
    }
  }
}
