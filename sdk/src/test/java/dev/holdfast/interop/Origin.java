package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.util.concurrent.locks.LockSupport;

/** The server behind someone else's proxy: the test kit's, with numbers as events. */
final class Origin implements AutoCloseable {
  final StreamServer server;
  final EventLog log;
  private int published;

  Origin(StreamServer.Builder builder) {
    server = builder.start();
    log = server.stream("/events").startFromBeginning();
  }

  int port() {
    return server.port();
  }

  int published() {
    return published;
  }

  /** Publishes the next numbers. */
  void publish(int count) {
    for (int i = 0; i < count; i++) {
      log.publish("" + ++published);
    }
  }

  /** Publishes the next numbers at a pace. */
  void flow(int count, int eventsPerSecond) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      LockSupport.parkNanos(start + i * 1_000_000_000L / eventsPerSecond - System.nanoTime());
      publish(1);
    }
  }

  /** Each number was heard once and in order, and no loss was reported. */
  void isHeardBy(Tally tally) {
    assertThat(published).isPositive();
    tally.isExactly(1, published);
  }

  /**
   * But for the first request of each of so many streams all named a position: the server would
   * else begin at its start, which the replay filter hides.
   */
  void isResumedBy(int streams) {
    assertThat(server.requests()).filteredOn(seen -> seen.cursor() == null).hasSize(streams);
  }

  @Override
  public void close() {
    server.close();
  }
}
