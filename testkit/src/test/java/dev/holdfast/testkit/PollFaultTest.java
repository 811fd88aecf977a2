package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.PollClient.Polled;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollFaultTest {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final String ONE =
      "{\"events\":[{\"id\":\"1\",\"data\":\"x\"}],\"nextCursor\":\"1\"}";

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/e").startFromBeginning();
  private final PollClient client =
      new PollClient(
          new OkHttpClient.Builder().readTimeout(Duration.ofMillis(300)).build(), server, "/e");

  @AfterEach
  void close() {
    server.assertExhausted();
    server.close();
  }

  private Polled met(Fault fault) throws IOException {
    log.enqueue(Served.LONG_POLL, fault);
    return client.poll();
  }

  private String streamHead() throws IOException {
    try (RawClient stream = RawClient.get(server, "/e")) {
      return stream.head();
    }
  }

  @Test
  void aFaultMeetsOnlyItsKind() throws Exception {
    log.publish("x");
    log.enqueue(Served.SSE, Fault.status(406))
        .enqueue(Served.LONG_POLL, Fault.status(503))
        .enqueue(Fault.status(500));
    assertThat(client.poll().code).isEqualTo(503);
    assertThatThrownBy(server::assertExhausted)
        .hasMessageContaining("no request to /e met SSE Fault")
        .hasMessageContaining("no request to /e met Fault");
    assertThat(client.poll().code).isEqualTo(500);
    assertThat(client.poll().code).isEqualTo(200);
    assertThat(streamHead()).contains(" 406 ");
    assertThat(streamHead()).contains(" 200 ");
  }

  @Test
  void aScheduleForEachKind() throws Exception {
    log.publish("x");
    List<String> seen = new ArrayList<>();
    log.faults(Served.SSE, info -> Fault.status(406))
        .faults(
            Served.LONG_POLL,
            info -> {
              seen.add(info.served() + " " + info.numberOfKind() + " " + info.number());
              boolean struck = info.numberOfKind() >= 3 && info.numberOfKind() <= 5;
              return struck ? Fault.status(503) : Fault.none();
            });
    List<Integer> codes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      codes.add(client.poll().code);
      assertThat(streamHead()).contains(" 406 ");
    }
    assertThat(codes).containsExactly(200, 200, 503, 503, 503, 200);
    assertThat(seen).startsWith("LONG_POLL 1 1", "LONG_POLL 2 3").endsWith("LONG_POLL 6 11");

    // What is said for any kind replaces all.
    log.faults(info -> Fault.status("1".equals(info.cursor()) ? 410 : 418));
    assertThat(streamHead()).contains(" 418 ");
    assertThat(client.poll("after", "1").code).isEqualTo(410);
  }

  @Test
  void whatReplacesTheAnswerDoesNotHold() throws Exception {
    assertThat(met(Fault.status(401)).code).isEqualTo(401);
    assertThat(met(Fault.retryAfter(429, 7)).headers.get("Retry-After")).isEqualTo("7");
    assertThat(met(Fault.redirect("/f", 307)).headers.get("Location")).isEqualTo("/f");
    assertThat(met(Fault.rawResponse("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhi")).body)
        .isEqualTo("hi");
    assertThatThrownBy(() -> met(Fault.resetInsteadOfAnswer()))
        .hasStackTraceContaining("Connection reset");
    assertThatThrownBy(() -> met(Fault.neverAnswer())).isInstanceOf(SocketTimeoutException.class);
    assertThat(log.longPolling().held()).isZero();
  }

  @Test
  void anyBody() throws Exception {
    Polled page = met(Fault.body("text/html; charset=utf-8", "<p>log in é</p>"));
    assertThat(page.code).isEqualTo(200);
    assertThat(page.headers.get("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.body).isEqualTo("<p>log in é</p>");
    log.enqueue(Fault.body("application/json", new byte[] {'"', -1, '"'}));
    try (Response response = client.call().execute()) {
      assertThat(response.body().bytes()).containsExactly('"', -1, '"');
    }
    assertThat(met(Fault.body("application/json", "")).body).isEmpty();
  }

  @Test
  void truncatedInWholeHttp() throws Exception {
    log.publish("x");
    Polled answer = met(Fault.eofAfterBytes(20));
    assertThat(answer.body).isEqualTo(ONE.substring(0, 20));
    assertThat(answer.headers.get("Content-Length")).isEqualTo("20");
    assertThat(met(Fault.eofAfterBytes(0)).headers.get("Content-Length")).isEqualTo("0");
    assertThat(met(Fault.eofAfterBytes(1_000)).body).isEqualTo(ONE);
    assertThat(met(Fault.eofAfterBytes(20).and(Fault.slowDrip(1_000))).body)
        .isEqualTo(ONE.substring(0, 20));
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void endsInTheMiddle() throws Exception {
    log.publish("x");
    for (long at : new long[] {0, 20, ONE.length()}) {
      assertThatThrownBy(() -> met(Fault.cutAfterBytes(at)))
          .hasStackTraceContaining("unexpected end of stream");
      assertThatThrownBy(() -> met(Fault.resetAfterBytes(at)))
          .hasStackTraceContaining("Connection reset");
      assertThatThrownBy(() -> met(Fault.stallAfterBytes(at)))
          .isInstanceOf(SocketTimeoutException.class);
    }
    log.enqueue(Fault.cutAfterBytes(20));
    try (Response response = client.call().execute()) {
      assertThat(response.body().source().readUtf8(20)).isEqualTo(ONE.substring(0, 20));
    }
  }

  @Test
  void bodyFaultsWaitForTheAnswer() throws Exception {
    log.enqueue(Fault.cutAfterBytes(0));
    CompletableFuture<Polled> answer = new PollClient(server, "/e").start();
    log.longPolling().awaitHeld(1, SOON);
    log.publish("x");
    assertThatThrownBy(() -> answer.get(2, TimeUnit.SECONDS))
        .hasStackTraceContaining("unexpected end of stream");
  }

  @Test
  void anEmptyAnswerHasNoBodyToStrike() throws Exception {
    log.longPolling().hold(Duration.ZERO);
    assertThat(met(Fault.cutAfterBytes(0)).code).isEqualTo(204);
    log.longPolling().emptyAnswer(EmptyAnswer.EMPTY_LIST);
    assertThatThrownBy(() -> met(Fault.cutAfterBytes(0))).isInstanceOf(IOException.class);
    log.longPolling().emptyAnswer(EmptyAnswer.REQUEST_TIMEOUT);
    assertThatThrownBy(() -> met(Fault.cutAfterBytes(0))).isInstanceOf(IOException.class);
    assertThat(met(Fault.holdBytes(10)).code).isEqualTo(408);
  }

  @Test
  void lateAndSlow() throws Exception {
    log.publish("x");
    for (Fault fault :
        new Fault[] {
          Fault.delayHeaders(Duration.ofMillis(150)),
          Fault.holdBytes(Duration.ofMillis(150)),
          Fault.slowDrip(300)
        }) {
      long start = System.nanoTime();
      assertThat(met(fault).body).isEqualTo(ONE);
      assertThat(System.nanoTime() - start).isGreaterThan(140_000_000);
    }
    assertThat(met(Fault.holdBytes(10_000)).body).isEqualTo(ONE);
  }

  @Test
  void underOtherHeaders() throws Exception {
    log.publish("x");
    Polled answer = met(Fault.contentType("text/plain").and(Fault.headers("X-A", "b")));
    assertThat(answer.headers.values("Content-Type")).containsExactly("text/plain");
    assertThat(answer.headers.get("X-A")).isEqualTo("b");
    assertThat(answer.body).isEqualTo(ONE);
  }

  @Test
  void jsonWithoutEnd() throws Exception {
    log.enqueue(Fault.endlessLine());
    try (Response response = client.call().execute()) {
      assertThat(response.header("Content-Type")).isEqualTo("application/json");
      String start = response.body().source().readUtf8(100_000);
      assertThat(start).matches("\\{\"events\":\\[\\{\"data\":\"x+");
    }
  }

  @Test
  void aDroppedEventIsPassedOver() throws Exception {
    for (int i = 0; i < 3; i++) {
      log.publish("x");
    }
    assertThat(met(Fault.dropEvent("2", "3")).body).isEqualTo(ONE.replace("r\":\"1", "r\":\"3"));
    log.longPolling().hold(Duration.ofMillis(100)).emptyAnswer(EmptyAnswer.EMPTY_LIST);
    log.enqueue(Fault.dropEvent("3"));
    assertThat(client.after("2")).isEqualTo("{\"events\":[],\"nextCursor\":\"3\"}");
  }
}
