package dev.holdfast.internal.connection;

import java.util.concurrent.TimeUnit;

/**
 * How fast an origin that has just come back is given its streams. A window alone is no limit: four
 * attempts of ten milliseconds are four hundred a second. So those that wait go one by one, at a
 * rate that doubles until the origin turns one away; then it halves, and grows gently. Bounded, so
 * that a server that takes 2,000 a second gets a thousand streams back within two seconds, and one
 * that takes 100 a second turns away few.
 *
 * <p>Guarded by the gate's lock.
 */
final class GatePace {
  /** Grants a second. */
  private static final double FIRST = 200;

  private static final double LEAST = 40;
  private static final double MOST = 1280;

  private static final double DOUBLING_SECONDS = 0.5;

  /** Once an attempt was turned away: a tenth more each second. */
  private static final double GENTLE_DOUBLING_SECONDS = 7.3;

  /** Timers are coarse: what a late one missed is made up for, up to this. */
  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private boolean on;
  private boolean gentle;
  private double rate;
  private long grownAt;
  private long nextAt;
  private long cutAt;

  boolean isOn() {
    return on;
  }

  void start(long now) {
    on = true;
    gentle = false;
    rate = FIRST;
    grownAt = now;
    nextAt = now;
    cutAt = now;
  }

  void stop() {
    on = false;
  }

  /** When the next may go. */
  long nextAt(long now) {
    return on ? nextAt : now;
  }

  void granted(long now) {
    if (on) {
      double doubling = gentle ? GENTLE_DOUBLING_SECONDS : DOUBLING_SECONDS;
      rate = Math.min(MOST, rate * Math.pow(2, (now - grownAt) / 1e9 / doubling));
      grownAt = now;
      nextAt = Math.max(nextAt, now - SLACK_NANOS) + (long) (1e9 / rate);
    }
  }

  /** An attempt was turned away. Those that were under way by then say no more than the first. */
  void turnedAway(long grantedAt, long now) {
    if (!on) {
      start(now);
    }
    if (!gentle || grantedAt - cutAt >= 0) {
      gentle = true;
      rate = Math.max(LEAST, rate / 2);
      grownAt = now;
      cutAt = now;
    }
  }
}
