package dev.holdfast;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Bounded waits for what no callback tells. */
final class Await {
  private Await() {}

  /** Waits until the condition holds; fails after ten seconds. */
  static void until(String what, BooleanSupplier condition) {
    until(what, 10, condition);
  }

  /** Waits until the condition holds; fails after these seconds. */
  static void until(String what, long seconds, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + seconds + " s: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  /** Whether the condition goes on to hold for all of a time. */
  static boolean holdsFor(Duration time, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    while (condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return false;
  }
}
