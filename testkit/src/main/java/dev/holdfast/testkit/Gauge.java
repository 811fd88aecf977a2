package dev.holdfast.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A number to wait for. Thread-safe. */
final class Gauge {
  private int value;

  synchronized void add(int change) {
    value += change;
    notifyAll();
  }

  synchronized int value() {
    return value;
  }

  synchronized boolean await(int wanted, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (value != wanted) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
