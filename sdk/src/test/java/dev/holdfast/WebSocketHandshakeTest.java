package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.ServerCertificate;
import dev.holdfast.testkit.StreamServer;
import dev.holdfast.testkit.WebSocketFault;
import dev.holdfast.testkit.WebSocketPeer;
import java.time.Duration;
import java.util.List;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Handshakes that fail, as verdicts. */
@Timeout(60)
class WebSocketHandshakeTest extends SocketTest {
  private static final Backoff TWICE =
      Backoff.builder()
          .base(Duration.ofMillis(5))
          .cap(Duration.ofMillis(5))
          .floor(Duration.ofMillis(1))
          .maxAttempts(2)
          .build();

  private static final Headers HTML = Headers.of("Content-Type", "text/html");

  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events?token=SECRET-query"))
        .header("Authorization", "Bearer SECRET-header")
        .transports(TransportType.WEBSOCKET)
        .proofTimeout(Duration.ofSeconds(2))
        .backoff(TWICE);
  }

  /**
   * @param requests how many there are, of two attempts
   */
  record Row(
      String name, Fault fault, Verdict verdict, StreamException.Reason reason, int requests) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> rows() {
    return List.of(
        refused("200", Fault.status(200)),
        refused("204", Fault.status(204)),
        refused("stripped upgrade", WebSocketFault.ignoreUpgrade()),
        refused("wrong accept", Fault.headers("Sec-WebSocket-Accept", "c2VjcmV0")),
        refused("not upgraded", Fault.headers("Upgrade", "h2c")),
        refused("not connected", Fault.headers("Connection", "close")),
        refused("400", Fault.status(400)),
        refused("404", Fault.status(404)),
        refused("410", Fault.status(410)),
        refused("426", Fault.status(426)),
        refused("501", Fault.status(501)),
        refused("302", Fault.redirect("/elsewhere?SECRET", 302)),
        refused("307", Fault.redirect("http://127.0.0.1:1/?SECRET", 307)),
        row("403 of a middlebox", Fault.status(403, HTML, "<p>SECRET"), Verdict.REFUSED, 1),
        row("401", Fault.status(401), Verdict.REJECTED, 1),
        row("403", Fault.status(403), Verdict.REJECTED, 1),
        row("407", Fault.status(407), Verdict.REJECTED, 1),
        lost("500", Fault.status(500)),
        lost("429", Fault.status(429)),
        lost("503", Fault.status(503, HTML, "SECRET")),
        new Row(
            "no subprotocol of ours",
            Fault.headers("Sec-WebSocket-Protocol", "v7.other"),
            Verdict.REFUSED,
            StreamException.Reason.CONTENT_TYPE,
            1),
        new Row(
            "never answered", Fault.neverAnswer(), Verdict.MUTED, StreamException.Reason.MUTED, 2),
        new Row(
            "reset",
            Fault.resetInsteadOfAnswer(),
            Verdict.LOST,
            StreamException.Reason.CONNECTION_LOST,
            2),
        new Row(
            "no HTTP",
            Fault.rawResponse("SSH-2.0\r\n".getBytes()),
            Verdict.LOST,
            StreamException.Reason.PROTOCOL,
            2));
  }

  private static Row refused(String name, Fault fault) {
    return new Row(name, fault, Verdict.REFUSED, StreamException.Reason.HTTP_STATUS, 1);
  }

  private static Row lost(String name, Fault fault) {
    return new Row(name, fault, Verdict.LOST, StreamException.Reason.HTTP_STATUS, 2);
  }

  private static Row row(String name, Fault fault, Verdict verdict, int requests) {
    return new Row(name, fault, verdict, StreamException.Reason.CREDENTIALS_REFUSED, requests);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isAVerdict(Row row) throws Exception {
    log.faults(Served.WEBSOCKET, c -> row.fault());
    Subscription stream = subscribe(request().proofTimeout(Duration.ofMillis(700)));
    StreamException outer = recorder.next(Recorder.Closed.class).cause();
    StreamException cause = row.requests() == 2 ? (StreamException) outer.getCause() : outer;
    assertThat(stream.diagnostics().attempts().get(0).verdict()).isEqualTo(row.verdict());
    assertThat(cause.reason()).as("%s", cause).isEqualTo(row.reason());
    assertThat(outer.toString() + stream.diagnostics()).doesNotContain("SECRET");
    assertThat(log.requestCount()).isEqualTo(row.requests());
    Await.until("no reader", () -> readers.alive() == 0);
    client.close();
    Await.until("no socket is left", 3, () -> server.openConnections() == 0);
  }

  @Test
  void retryAfterIsHonoured() throws Exception {
    log.enqueue(Fault.retryAfter(503, 1));
    log.publish("1");
    long from = System.nanoTime();
    subscribe(request());
    assertThat(recorder.next(RetryInfo.class).delay())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(recorder.nextData(1)).containsExactly("1");
    assertThat(System.nanoTime() - from).isGreaterThan(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void aCursorThatIsGoneIsLeftOut() throws Exception {
    log.enqueue(Fault.status(410));
    log.publish("1");
    subscribe(request().lastEventId("gone"));
    assertThat(recorder.next(Gap.class).from()).isEqualTo("gone");
    assertThat(recorder.nextData(1)).containsExactly("1");
    WebSocketPeer peer = log.webSockets().takePeer(WAIT);
    assertThat(peer.request().header("Last-Event-ID")).isNull();
    assertThat(peer.request().queryParameter("after")).isNull();
  }

  @Test
  void aRedirectTakesNoSecretAnywhere() throws Exception {
    try (StreamServer other = StreamServer.builder().start()) {
      other.stream("/there");
      log.enqueue(Fault.redirect(other.url("/there").toString(), 302));
      subscribe(request().lastEventId("SECRET-cursor"));
      assertThat(recorder.next(Recorder.Closed.class).cause()).hasMessageContaining("HTTP 302");
      assertThat(other.acceptedConnections()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerCertificate.class,
      names = {"UNTRUSTED", "EXPIRED", "WRONG_HOST"})
  void aCertificateErrorIsFatalAtOnce(ServerCertificate certificate) throws Exception {
    try (StreamServer tls = StreamServer.builder().tls(certificate).start()) {
      tls.stream("/events");
      var trust = tls.clientCertificates();
      OkHttpClient app =
          new OkHttpClient.Builder()
              .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
              .build();
      try (StreamClient own = StreamClient.builder().okHttpClient(app).build()) {
        Subscription stream = own.subscribe(to(tls.url("/events").toString()).build(), recorder);
        StreamException cause = recorder.next(Recorder.Closed.class).cause();
        assertThat(cause.reason()).isEqualTo(StreamException.Reason.TLS);
        assertThat(stream.diagnostics().attempts()).hasSize(1);
      }
    }
  }

  private static StreamRequest.Builder to(String url) {
    return StreamRequest.builder(url)
        .transports(TransportType.WEBSOCKET)
        .proofTimeout(Duration.ofMillis(700))
        .backoff(TWICE);
  }

  private void isUnreachable(String url) throws InterruptedException {
    Subscription stream = subscribe(to(url));
    StreamException outer = recorder.next(Recorder.Closed.class).cause();
    assertThat(((StreamException) outer.getCause()).reason())
        .as("%s", outer)
        .isEqualTo(StreamException.Reason.UNREACHABLE);
    assertThat(stream.diagnostics().attempts())
        .allMatch(attempt -> attempt.verdict() == Verdict.UNREACHABLE);
  }

  @Test
  void aPortThatRefusesIsUnreachable() throws Exception {
    String url = server.url("/events").toString();
    server.stop();
    isUnreachable(url);
  }

  @Test
  void aConnectThatIsSwallowedIsUnreachableAndNotMuted() throws Exception {
    try (FullBacklog full = new FullBacklog()) {
      isUnreachable(full.url().toString());
    }
  }
}
