package dev.holdfast.internal.connection;

import dev.holdfast.Backoff;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.loop.Randomness;
import java.util.concurrent.TimeUnit;

/**
 * When a stream tries again, and when it gives up. Knows no clock: it is told how long things took.
 * Confined to the stream's serial context.
 */
final class RetryPlan {
  /** A connection that stayed up this long, and delivered, is healthy: the backoff starts anew. */
  private static final long HEALTHY_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A server may ask for a longer wait, but no longer than this. */
  private static final long MAX_HINT_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Backoff backoff;
  private final Randomness random;
  private int exponent;
  private int failures;
  private long serverRetryNanos;

  RetryPlan(Backoff backoff, Randomness random) {
    this.backoff = backoff;
    this.random = random;
  }

  /** The server set the reconnection time of the stream (WHATWG HTML §9.2.6). */
  void serverRetry(long millis) {
    serverRetryNanos = millis > 3_600_000 ? MAX_HINT_NANOS : millis * 1_000_000;
  }

  /** How many attempts in a row have failed: brought no new event, and did not stay up either. */
  int failures() {
    return failures;
  }

  /**
   * A connection is over.
   *
   * @param upNanos how long it was open; 0 if it never was
   * @param fresh whether it brought a new event
   */
  void ended(long upNanos, boolean fresh) {
    boolean stayedUp = upNanos >= HEALTHY_NANOS;
    failures = fresh || stayedUp ? 0 : failures + 1;
    if (!fresh) {
      exponent++;
    } else if (stayedUp) {
      exponent = 0;
    }
  }

  /**
   * How long to wait after the connection that {@link #ended} was told of.
   *
   * @param fresh whether it brought a new event: healthy rotation is not punished
   * @param retryAfterNanos what its response asked for, or 0
   */
  long delayNanos(boolean fresh, long retryAfterNanos) {
    long floor = Nanos.of(backoff.floor());
    long bound = fresh ? Nanos.of(backoff.base()) : exponential(exponent - 1);
    long delay =
        fresh
            ? floor + (long) (random.nextDouble() * (bound - floor))
            : Math.max(floor, (long) (random.nextDouble() * bound));
    long hint = Math.min(Math.max(retryAfterNanos, serverRetryNanos), MAX_HINT_NANOS);
    if (hint > 0) {
      delay = Math.max(delay, hint + (long) (random.nextDouble() * hint / 2));
    }
    return delay;
  }

  /**
   * Whether to give up.
   *
   * @param everOpen whether a server ever accepted the stream
   * @param outageNanos how long ago the outage began
   */
  boolean isExhausted(boolean everOpen, long outageNanos) {
    return reached(backoff.maxAttempts())
        || (!everOpen && reached(backoff.maxAttemptsUntilOpen()))
        || (!backoff.maxElapsed().isZero() && outageNanos >= Nanos.of(backoff.maxElapsed()));
  }

  private boolean reached(int limit) {
    return limit > 0 && failures >= limit;
  }

  private long exponential(int power) {
    long cap = Nanos.of(backoff.cap());
    long bound = Nanos.of(backoff.base());
    for (int i = 0; i < power && bound < cap; i++) {
      bound *= 2;
    }
    return Math.min(bound, cap);
  }
}
