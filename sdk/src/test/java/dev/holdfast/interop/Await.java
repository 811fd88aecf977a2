package dev.holdfast.interop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Bounded waits for what other processes do. */
final class Await {
  private Await() {}

  static void until(String what, Duration time, BooleanSupplier condition) {
    until(() -> what, time, condition);
  }

  /** Waits until the condition holds; fails, with what was awaited, after the time. */
  static void until(Supplier<String> what, Duration time, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + time.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
