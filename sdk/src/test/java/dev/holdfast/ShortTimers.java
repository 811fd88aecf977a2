package dev.holdfast;

import dev.holdfast.internal.loop.SystemTimers;
import dev.holdfast.internal.loop.Timers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;

/** Timers that are shorter than asked for where a test cannot wait, and that can be counted. */
final class ShortTimers implements Timers {
  private final Timers timers = new SystemTimers("short-timers");
  private final LongUnaryOperator delays;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * Timers of other lengths.
   *
   * @param delays from the nanoseconds asked for to those that it takes
   */
  ShortTimers(LongUnaryOperator delays) {
    this.delays = delays;
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    AtomicBoolean over = new AtomicBoolean();
    waiting.incrementAndGet();
    Timer timer =
        timers.schedule(
            delays.applyAsLong(delayNanos),
            () -> {
              end(over);
              task.run();
            });
    return () -> {
      end(over);
      timer.cancel();
    };
  }

  private void end(AtomicBoolean over) {
    if (over.compareAndSet(false, true)) {
      waiting.decrementAndGet();
    }
  }

  /** How many tasks wait for their time. */
  int waiting() {
    return waiting.get();
  }

  @Override
  public void close() {
    timers.close();
  }
}
