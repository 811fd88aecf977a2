package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** URLs that always fail hold up no other stream of their origin: over sockets. */
class BadNeighbourTest extends SocketTest {
  private static final int BAD = 50;

  @Test
  void aUrlThatAlwaysAnswers500DelaysNoOtherStreamByASecond() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    EventLog bad = server.stream("/bad");
    bad.faults(
        request -> {
          asked.incrementAndGet();
          return Fault.status(500);
        });
    log.heartbeat(Duration.ofMillis(500));
    subscribe(request());
    log.awaitSubscribers(1, WAIT);
    StreamRequest failing =
        StreamRequest.builder(server.url("/bad")).transports(TransportType.SSE).build();
    for (int i = 0; i < BAD; i++) {
      client.subscribe(failing, event -> {});
    }
    Await.until("all fail, and again", () -> asked.get() > 2 * BAD);

    long worst = 0;
    for (int i = 0; i < 30; i++) {
      CompletableFuture<Long> opened = new CompletableFuture<>();
      long start = System.nanoTime();
      client.subscribe(
          request().build(),
          new StreamListener() {
            @Override
            public void onEvent(StreamEvent event) {}

            @Override
            public void onOpen(ConnectionInfo connection) {
              opened.complete(System.nanoTime() - start);
            }
          });
      worst = Math.max(worst, opened.get(10, TimeUnit.SECONDS));
    }
    System.out.printf(
        "beside %d streams that answer 500: open after %d ms at the worst, %d requests failed%n",
        BAD, worst / 1_000_000, asked.get());
    assertThat(worst).isLessThan(TimeUnit.SECONDS.toNanos(1));
  }
}
