package dev.holdfast.internal.transport;

import dev.holdfast.internal.loop.Randomness;
import java.util.concurrent.TimeUnit;

/**
 * When to ask next. A server that holds polls, or has events, is asked again at once; one that does
 * neither is asked every 1 to 5 seconds. Whatever it does, it is not asked more than 500 times a
 * second. Times are on the monotonic clock; confined to the poll loop.
 */
final class PollPace {
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(2);

  /** An empty answer that took this long was held: so slow a server sets the pace itself. */
  private static final long HELD = TimeUnit.SECONDS.toNanos(1);

  private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);
  private static final long LONGEST_LOOK = TimeUnit.SECONDS.toNanos(30);
  private static final double GROWTH = 1.5;

  /** So that clients that began together do not go on in step. */
  private static final double JITTER = 0.1;

  private final long interval;
  private final Randomness random;
  private long longest;
  private long pause = FIRST_PAUSE;
  private long askedAt;

  /**
   * @param interval the pause after every answer, or 0 to go by the answers
   */
  PollPace(long interval, Randomness random) {
    this(interval, random, false);
  }

  /**
   * @param onlyLooks whether the polls only look after another connection, with more time between
   *     them
   */
  PollPace(long interval, Randomness random, boolean onlyLooks) {
    this.interval = interval;
    this.random = random;
    this.longest = onlyLooks ? LONGEST_LOOK : LONGEST_PAUSE;
  }

  /** A poll begins. */
  void asked(long now) {
    askedAt = now;
  }

  /** Returns when to repeat a poll that was not answered. */
  long unanswered() {
    return askedAt + SHORTEST;
  }

  /** Returns when to poll first, after an answer that no poll asked for. */
  long salvaged(long now) {
    return now + interval;
  }

  /**
   * Returns when to poll next, after an answer that came just now.
   *
   * @param moved whether it brought events, and another position
   * @param mayHold whether the server was allowed to hold the poll
   */
  long answered(long now, boolean moved, boolean mayHold) {
    long next = askedAt + SHORTEST;
    if (interval > 0) {
      return Math.max(next - now, interval) + now;
    }
    if (moved) {
      // What looked after another connection has brought what that one had not: it takes over.
      longest = Math.min(longest, LONGEST_PAUSE);
    }
    if (moved || (mayHold && now - askedAt >= HELD)) {
      pause = FIRST_PAUSE;
      return next;
    }
    long jittered = pause + (long) (pause * JITTER * random.nextDouble());
    pause = Math.min(longest, (long) (pause * GROWTH));
    return now + jittered;
  }
}
