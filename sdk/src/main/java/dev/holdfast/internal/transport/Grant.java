package dev.holdfast.internal.transport;

import dev.holdfast.Credentials;
import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.loop.Nanos;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Credentials as the app has given them, and how long they will do. Immutable. */
public final class Grant {
  /** What {@link #renewAt()} is where they do for ever. */
  public static final long NEVER = Long.MAX_VALUE;

  /** How long before their expiry others are wanted: a tenth of their time, within these bounds. */
  private static final long LEAST_MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long MOST_MARGIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** What the wall clock does not tell. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Credentials credentials;
  private final long leftNanos;
  private final long marginNanos;
  private final long now;
  private final boolean expires;

  private Grant(Credentials credentials, boolean expires, long leftNanos, long now) {
    this.credentials = credentials;
    this.expires = expires;
    this.leftNanos = leftNanos;
    this.now = now;
    this.marginNanos =
        Math.max(LEAST_MARGIN_NANOS, Math.min(MOST_MARGIN_NANOS, Math.max(0, leftNanos) / 10));
  }

  /** Returns them, as given now. From now on the monotonic clock tells how long they do. */
  static Grant of(Credentials credentials, Clock clock) {
    Instant expiresAt = credentials.expiresAt();
    long left = expiresAt == null ? 0 : left(expiresAt, clock);
    return new Grant(credentials, expiresAt != null, left, clock.nanoTime());
  }

  private static long left(Instant expiresAt, Clock clock) {
    Duration left = Duration.between(Instant.ofEpochMilli(clock.wallMillis()), expiresAt);
    return left.isNegative() ? 0 : Nanos.of(left);
  }

  public Credentials credentials() {
    return credentials;
  }

  /** Whether they came with more time than it takes to have others. */
  public boolean isFresh() {
    return !expires || leftNanos > marginNanos;
  }

  /** When, on the monotonic clock, others are wanted; {@link #NEVER} if they do for ever. */
  public long renewAt() {
    return expires ? now + Math.max(leftNanos - marginNanos, leftNanos / 2) : NEVER;
  }

  /** How much earlier than {@link #renewAt()} that may be, so that streams do not act in step. */
  public long leewayNanos() {
    return Math.min(marginNanos, leftNanos) / 4;
  }

  /** Whether they are about to expire, or have: by the wall clock, which goes on in a sleep. */
  boolean isDue(Clock clock) {
    Instant expiresAt = credentials.expiresAt();
    return expiresAt != null && left(expiresAt, clock) <= marginNanos + leewayNanos() + TICK_NANOS;
  }

  /** Whether they have expired since they were given. */
  boolean hasExpiredMeanwhile(Clock clock) {
    Instant expiresAt = credentials.expiresAt();
    return expiresAt != null && leftNanos > 0 && left(expiresAt, clock) == 0;
  }

  @Override
  public String toString() {
    return credentials.toString();
  }
}
