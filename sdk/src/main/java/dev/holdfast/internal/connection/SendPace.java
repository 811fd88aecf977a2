package dev.holdfast.internal.connection;

import dev.holdfast.Backoff;
import dev.holdfast.internal.loop.Environment;

/**
 * How long messages wait that were not taken for now: the longer, the more often in a row. Confined
 * to the stream's serial context.
 */
final class SendPace {
  private final Environment env;
  private final Backoff backoff;
  private RetryPlan plan;

  /** Until when what a server has refused for now waits. */
  private long resumesAt;

  SendPace(Environment env, Backoff backoff) {
    this.env = env;
    this.backoff = backoff;
    this.plan = new RetryPlan(backoff, env.random);
    this.resumesAt = env.clock.nanoTime();
  }

  /** A message was taken. */
  void taken() {
    plan = new RetryPlan(backoff, env.random);
  }

  /**
   * A message was not.
   *
   * @param retryAfterNanos how long the server asks to wait, or 0
   * @return when it may go out again
   */
  long after(long retryAfterNanos) {
    plan.ended(0, false);
    return env.clock.nanoTime() + plan.delayNanos(false, retryAfterNanos);
  }

  /** The same, of many at a time: a server that is busy refuses all that is on its way to it. */
  long afterBurst() {
    if (resumesAt - env.clock.nanoTime() <= 0) {
      resumesAt = after(0);
    }
    return resumesAt;
  }
}
