package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.PollClient.Polled;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollHoldTest {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final String ONE =
      "{\"events\":[{\"id\":\"1\",\"data\":\"x\"}],\"nextCursor\":\"1\"}";

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/e");
  private final LongPolling polling = log.longPolling();
  private final PollClient client = new PollClient(server, "/e");

  @AfterEach
  void close() {
    server.assertExhausted();
    server.close();
  }

  private static Polled soon(CompletableFuture<Polled> answer) throws Exception {
    return answer.get(2, TimeUnit.SECONDS);
  }

  @Test
  void holdsUntilSomethingIsPublished() throws Exception {
    CompletableFuture<Polled> answer = client.start("timeout", "20");
    polling.awaitHeld(1, SOON);
    assertThat(log.subscribers()).isZero();
    log.comment("nothing for a poll");
    assertThat(answer).isNotDone();
    log.publish("x");
    assertThat(soon(answer).body).isEqualTo(ONE);
    assertThat(polling.held()).isZero();
  }

  @Test
  void whatIsPublishedAfterItWasSeenIsInTheAnswer() throws Exception {
    for (int i = 1; i <= 20; i++) {
      CompletableFuture<Polled> answer = client.start();
      server.takeRequest(SOON);
      log.publish("x");
      assertThat(soon(answer).body).contains("{\"id\":\"" + i + "\"");
    }
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void anEventReachesEveryPollAndStream() throws Exception {
    CompletableFuture<Polled> one = client.start();
    CompletableFuture<Polled> two = client.start("after", "0");
    try (RawClient stream = RawClient.open(server, "/e")) {
      polling.awaitHeld(2, SOON);
      log.publish("x");
      assertThat(soon(one).body).isEqualTo(ONE);
      assertThat(soon(two).body).isEqualTo(ONE);
      assertThat(stream.body(15)).isEqualTo("id: 1\ndata: x\n\n");
    }
  }

  @Test
  void holdsForTheShorterTime() throws Exception {
    assertThat(polling.hold()).isEqualTo(Duration.ofSeconds(25));
    assertThat(heldFor("0")).isLessThan(Duration.ofMillis(90));
    assertThat(heldFor("0.1")).isBetween(Duration.ofMillis(90), SOON);
    polling.hold(Duration.ofMillis(100));
    assertThat(heldFor("20")).isBetween(Duration.ofMillis(90), SOON);
    assertThat(heldFor("nonsense")).isBetween(Duration.ofMillis(90), SOON);
    polling.hold(Duration.ZERO);
    assertThat(heldFor("20")).isLessThan(Duration.ofMillis(90));
    assertThatThrownBy(() -> polling.hold(Duration.ofMillis(-1))).hasMessageContaining("atMost");
  }

  /** The quickest of a few, for machines that are busy. */
  private Duration heldFor(String timeout) throws Exception {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      assertThat(client.poll("timeout", timeout).code).isEqualTo(204);
      quickest = Math.min(quickest, System.nanoTime() - start);
    }
    return Duration.ofNanos(quickest);
  }

  @Test
  void anEmptyListKeepsTheClientsPlace() throws Exception {
    polling.emptyAnswer(EmptyAnswer.EMPTY_LIST);
    assertThat(client.body("timeout", "0")).isEqualTo("{\"events\":[],\"nextCursor\":\"@0\"}");
    log.publish("x");
    assertThat(client.after("@0")).isEqualTo(ONE);
  }

  @Test
  void disconnectAnswersHeldPollsEmpty() throws Exception {
    CompletableFuture<Polled> answer = client.start();
    polling.awaitHeld(1, SOON);
    log.disconnect();
    assertThat(soon(answer).code).isEqualTo(204);

    CompletableFuture<Polled> next = client.start();
    polling.awaitHeld(1, SOON);
    log.publish("x");
    assertThat(soon(next).body).isEqualTo(ONE);
  }

  @Test
  void anEndedStreamAnswersEmptyAtOnce() throws Exception {
    CompletableFuture<Polled> held = client.start();
    polling.awaitHeld(1, SOON);
    log.end();
    assertThat(soon(held).code).isEqualTo(204);
    polling.emptyAnswer(EmptyAnswer.EMPTY_LIST);
    assertThat(soon(client.start()).body).isEqualTo("{\"events\":[],\"nextCursor\":\"@0\"}");
  }

  @Test
  void aClientThatLeavesIsNoticed() throws Exception {
    Call call = client.call();
    CompletableFuture<Polled> answer = PollClient.start(call);
    polling.awaitHeld(1, SOON);
    call.cancel();
    polling.awaitHeld(0, SOON);
    assertThatThrownBy(() -> soon(answer)).isInstanceOf(ExecutionException.class);
    assertThatThrownBy(() -> polling.awaitHeld(1, Duration.ofMillis(10)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("/e holds 0 polls");
  }

  @Test
  void whatIsSentDuringAHoldIsKeptForAfterIt() throws Exception {
    String poll = "GET /e?after=%s HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n";
    try (RawClient raw = new RawClient(server.port())) {
      raw.send(String.format(poll, "0"));
      polling.awaitHeld(1, SOON);
      raw.send(String.format(poll, "@0"));
      Thread.sleep(600); // Long enough for two looks at the connection.
      log.publish("x");
      for (int i = 0; i < 2; i++) {
        assertThat(raw.head()).contains("Content-Length: " + ONE.length());
        assertThat(new String(raw.socket.getInputStream().readNBytes(ONE.length()), "UTF-8"))
            .isEqualTo(ONE);
      }
    }
  }

  @Test
  void closeWakesHeldPollsAtOnce() throws Exception {
    long quickest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      StreamServer closing = StreamServer.builder().start();
      EventLog idle = closing.stream("/e");
      CompletableFuture<Polled> answer = new PollClient(closing, "/e").start();
      idle.longPolling().awaitHeld(1, SOON);
      long start = System.nanoTime();
      closing.close();
      quickest = Math.min(quickest, System.nanoTime() - start);
      assertThatThrownBy(() -> soon(answer)).isInstanceOf(ExecutionException.class);
      assertThat(idle.longPolling().held()).isZero();
      closing.assertExhausted();
    }
    // They would look up by themselves after 250 ms.
    assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofMillis(125));
  }

  @Test
  void overTls() throws Exception {
    try (StreamServer secure = StreamServer.builder().tls().start()) {
      polls(secure, trusting(secure).build(), true);
    }
  }

  @Test
  void overHttp2() throws Exception {
    try (StreamServer plain =
        StreamServer.builder().protocols(Protocol.H2_PRIOR_KNOWLEDGE).start()) {
      OkHttpClient http =
          new OkHttpClient.Builder()
              .protocols(Collections.singletonList(Protocol.H2_PRIOR_KNOWLEDGE))
              .build();
      polls(plain, http, false);
    }
  }

  private static OkHttpClient.Builder trusting(StreamServer secure) {
    HandshakeCertificates certificates = secure.clientCertificates();
    return new OkHttpClient.Builder()
        .sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager());
  }

  private static void polls(StreamServer other, OkHttpClient http, boolean leavingShows)
      throws Exception {
    EventLog log = other.stream("/e");
    PollClient client = new PollClient(http, other, "/e");
    CompletableFuture<Polled> answer = client.start();
    log.longPolling().awaitHeld(1, SOON);
    Thread.sleep(300); // One look at the connection.
    log.publish("x");
    assertThat(soon(answer).body).isEqualTo(ONE);
    assertThat(client.poll("after", "1", "timeout", "0").code).isEqualTo(204);
    if (leavingShows) {
      Call call = client.call("after", "1");
      PollClient.start(call);
      log.longPolling().awaitHeld(1, SOON);
      call.cancel();
      log.longPolling().awaitHeld(0, SOON);
    }
    assertThat(other.acceptedConnections()).isEqualTo(1);
    other.assertExhausted();
  }
}
