package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.StreamServer;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand streams of one client to one origin, over real sockets. */
class ManyStreamsTest {
  private static final int STREAMS = 1_000;
  private static final Duration WAIT = Duration.ofSeconds(60);

  /** For how long the origin is away; a minute by {@code -Psoak}. */
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("holdfast.outage.seconds", 5));

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/events").startFromBeginning();
  private final AtomicInteger connects = new AtomicInteger();
  private final StreamClient client =
      StreamClient.builder()
          .okHttpClient(
              new OkHttpClient.Builder()
                  .eventListener(
                      new EventListener() {
                        @Override
                        public void connectStart(Call call, InetSocketAddress to, Proxy proxy) {
                          connects.incrementAndGet();
                        }
                      })
                  .build())
          .build();
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
    long outage = OUTAGE.toNanos();
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
    sitOut(start);
    int whileAway = asked.get();
    log.awaitSubscribers(STREAMS, WAIT);
    double back = (System.nanoTime() - start - outage) / 1e9;
    Await.until("in time", WAIT.getSeconds(), () -> received.get() == 2 * STREAMS);
    System.out.printf("503 for %s: %d requests, all back after %.1f s%n", OUTAGE, whileAway, back);
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
    sitOut(start);
    // Each of the streams has lost its connection, besides.
    int whileDown = attempts() - before - STREAMS;
    server.start();
    long up = System.nanoTime();
    log.awaitSubscribers(STREAMS, WAIT);
    double back = (System.nanoTime() - up) / 1e9;
    Await.until("in time", WAIT.getSeconds(), () -> received.get() == 2 * STREAMS);
    System.out.printf("down for %s: %d attempts, all back after %.1f s%n", OUTAGE, whileDown, back);
    assertThat(whileDown).isLessThanOrEqualTo(20);
    assertThat(back).isLessThan(15);
  }

  /** What is counted: connections begun by us. The kernel's own repetitions are shown beside. */
  @Test
  void anOriginWhosePacketsAreSwallowedIsTriedByAFewAndHasAllBackSoon() throws Exception {
    String missing = Partition.missing();
    assumeTrue(missing == null, "no packets of our own to drop here (root, iptables): " + missing);
    open();
    publishAndAwait("a", STREAMS);
    int before = connects.get();
    int syns;
    int whileAway;
    try (SwallowedPort port = new SwallowedPort(server.port())) {
      long start = System.nanoTime();
      server.dropConnections();
      log.publish("b");
      sitOut(start);
      whileAway = connects.get() - before;
      syns = port.syns();
    }
    long up = System.nanoTime();
    log.awaitSubscribers(STREAMS, WAIT);
    double back = (System.nanoTime() - up) / 1e9;
    Await.until("in time", WAIT.getSeconds(), () -> received.get() == 2 * STREAMS);
    System.out.printf(
        "swallowed for %s: %d attempts (%d SYNs), all back after %.1f s%n",
        OUTAGE, whileAway, syns, back);
    assertThat(whileAway).isBetween(1, 20);
    assertThat(back).isLessThan(15);
  }

  private static void sitOut(long start) {
    Await.until(
        "in time", OUTAGE.getSeconds() + 5, () -> System.nanoTime() - start >= OUTAGE.toNanos());
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
