package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.StreamServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand streams of one client to one origin, over real sockets. */
class ManyStreamsTest {
  private static final int STREAMS = 1_000;
  private static final Duration WAIT = Duration.ofSeconds(60);

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/events").startFromBeginning();
  private final StreamClient client = StreamClient.create();
  private final AtomicInteger received = new AtomicInteger();
  private final List<Subscription> streams = new ArrayList<>();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private void open() throws InterruptedException {
    StreamRequest request =
        StreamRequest.builder(server.url("/events")).transports(TransportType.SSE).build();
    for (int i = 0; i < STREAMS; i++) {
      streams.add(client.subscribe(request, event -> received.incrementAndGet()));
    }
    log.awaitSubscribers(STREAMS, WAIT);
  }

  /** Each stream has each event once, those included that came while the origin was away. */
  private void publishAndAwait(String data, int expected) {
    log.publish(data);
    Await.until("in time", WAIT.getSeconds(), () -> received.get() == expected);
  }

  @Test
  void anOriginThatAnswers503IsAskedByAFewAndHasAllBackSoon() throws Exception {
    open();
    publishAndAwait("a", STREAMS);
    AtomicInteger asked = new AtomicInteger();
    long start = System.nanoTime();
    long outage = Duration.ofSeconds(10).toNanos();
    log.faults(
        request -> {
          if (System.nanoTime() - start < outage) {
            asked.incrementAndGet();
            return Fault.status(503);
          }
          return Fault.none();
        });
    server.dropConnections();
    log.publish("b");
    Await.until("in time", WAIT.getSeconds(), () -> System.nanoTime() - start >= outage);
    int whileAway = asked.get();
    log.awaitSubscribers(STREAMS, WAIT);
    double back = (System.nanoTime() - start - outage) / 1e9;
    Await.until("in time", WAIT.getSeconds(), () -> received.get() == 2 * STREAMS);
    System.out.printf("503 for 10 s: %d requests, all back after %.1f s%n", whileAway, back);
    assertThat(whileAway).isLessThanOrEqualTo(20);
    assertThat(back).isLessThan(15);
  }

  @Test
  void anOriginThatIsDownIsTriedByAFewAndHasAllBackSoon() throws Exception {
    open();
    publishAndAwait("a", STREAMS);
    int before = attempts();
    server.stop();
    log.publish("b");
    long start = System.nanoTime();
    Await.until(
        "in time",
        WAIT.getSeconds(),
        () -> System.nanoTime() - start >= Duration.ofSeconds(10).toNanos());
    // Each of the streams has lost its connection, besides.
    int whileDown = attempts() - before - STREAMS;
    server.start();
    long up = System.nanoTime();
    log.awaitSubscribers(STREAMS, WAIT);
    double back = (System.nanoTime() - up) / 1e9;
    Await.until("in time", WAIT.getSeconds(), () -> received.get() == 2 * STREAMS);
    System.out.printf("down for 10 s: %d attempts, all back after %.1f s%n", whileDown, back);
    assertThat(whileDown).isLessThanOrEqualTo(20);
    assertThat(back).isLessThan(15);
  }

  /** How many attempts have ended. */
  private int attempts() {
    int ended = 0;
    for (Subscription stream : streams) {
      for (AttemptReport attempt : stream.diagnostics().attempts()) {
        ended += attempt.endedAfter() == null ? 0 : 1;
      }
    }
    return ended;
  }
}
