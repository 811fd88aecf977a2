package dev.holdfast.cli.demo;

import dev.holdfast.testkit.EventLog;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Publishes events at a steady rate, whatever becomes of the connections meanwhile. */
final class Producer implements AutoCloseable {
  static final int EVENTS_PER_SECOND = 40;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread created = new Thread(work, "demo producer");
            created.setDaemon(true);
            return created;
          });
  private final EventLog log;
  private final LongConsumer published;

  /**
   * Creates a producer.
   *
   * @param log where to
   * @param published is told the number of each event that was published
   */
  Producer(EventLog log, LongConsumer published) {
    this.log = log;
    this.published = published;
  }

  void start() {
    long period = TimeUnit.SECONDS.toNanos(1) / EVENTS_PER_SECOND;
    thread.scheduleAtFixedRate(this::publish, 0, period, TimeUnit.NANOSECONDS);
  }

  private void publish() {
    long n;
    synchronized (log) { // Whoever else publishes must not take its number.
      n = log.published() + 1;
      log.publish(Long.toString(n), Reading.TYPE, Reading.data(n));
    }
    published.accept(n);
  }

  /** Stops, and returns when the last event is published. */
  @Override
  public void close() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the producer does not stop");
    }
  }
}
