package dev.holdfast.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends every wait of a run at once when the server stops. */
final class StopSignal {
  private final CountDownLatch stopped = new CountDownLatch(1);

  void stop() {
    stopped.countDown();
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /** Sleeps; returns false if the server stopped meanwhile. */
  boolean sleep(Duration time) throws InterruptedException {
    return sleepNanos(time.toNanos());
  }

  boolean sleepNanos(long nanos) throws InterruptedException {
    return !stopped.await(nanos, TimeUnit.NANOSECONDS);
  }
}
