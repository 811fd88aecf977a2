package dev.holdfast;

import static dev.holdfast.StreamException.Reason.CONNECTION_LOST;
import static dev.holdfast.StreamException.Reason.CONTENT_TYPE;
import static dev.holdfast.StreamException.Reason.CREDENTIALS_REFUSED;
import static dev.holdfast.StreamException.Reason.EVENT_TOO_LARGE;
import static dev.holdfast.StreamException.Reason.GAVE_UP;
import static dev.holdfast.StreamException.Reason.HTTP_STATUS;
import static dev.holdfast.StreamException.Reason.LINE_TOO_LONG;
import static dev.holdfast.StreamException.Reason.PROTOCOL;
import static dev.holdfast.StreamException.Reason.REDIRECT;
import static dev.holdfast.StreamException.Reason.TIMEOUT;
import static dev.holdfast.StreamException.Reason.TLS;
import static dev.holdfast.StreamException.Reason.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.ServerCertificate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a peer is said in one line, in time, and without the request's secrets. */
class BadPeerTest {
  private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
  private static final String CHUNKED = STREAM + "Transfer-Encoding: chunked\r\n\r\n";

  /** Two attempts, where one more can help. */
  private static final Backoff TWICE =
      Backoff.builder()
          .base(Duration.ofMillis(5))
          .cap(Duration.ofMillis(5))
          .floor(Duration.ofMillis(1))
          .maxAttempts(2)
          .build();

  private final BadPeers peers = new BadPeers();

  /**
   * @param peer what the stream meets
   * @param reason what it closes for, in the end
   * @param requests how many requests (or connections, where there is no HTTP) that takes
   * @param says what the message has
   */
  record Row(
      String name, BadPeers.Peer peer, StreamException.Reason reason, int requests, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row fatal(
      String name, BadPeers.Peer peer, StreamException.Reason reason, String says) {
    return new Row(name, peer, reason, 1, says);
  }

  private static Row retried(
      String name, BadPeers.Peer peer, StreamException.Reason reason, String says) {
    return new Row(name, peer, reason, 2, says);
  }

  static List<Row> rows() {
    return List.of(
        retried("banner", p -> p.banner("SSH-2.0-OpenSSH_9.6\r\n"), PROTOCOL, "SSH-2.0"),
        retried("binary banner", p -> p.banner("\0\1\2\377\376\n"), PROTOCOL, "not HTTP"),
        retried("HTTP/0.9", p -> p.raw("<html>\n<p>old</p>\n"), PROTOCOL, "<html>"),
        retried("HTTP with an odd status", p -> p.raw("HTTP/1.1 OK\r\n\r\n"), PROTOCOL, "not HTTP"),
        retried("closes at once", p -> p.banner(""), CONNECTION_LOST, "no response"),
        retried(
            "resets on request",
            p -> p.fault(Fault.resetInsteadOfAnswer()),
            CONNECTION_LOST,
            "no response"),
        fatal(
            "wrong content type",
            p -> p.fault(Fault.contentType("text/html")),
            CONTENT_TYPE,
            "\"text/html\""),
        fatal(
            "long content type",
            p -> p.fault(Fault.contentType("x/" + "y".repeat(50_000))),
            CONTENT_TYPE,
            "x/yyy"),
        fatal("no content type", p -> p.fault(Fault.status(200)), CONTENT_TYPE, "no content type"),
        fatal(
            "gzip", p -> p.fault(Fault.headers("Content-Encoding", "gzip")), CONTENT_TYPE, "gzip"),
        fatal("404", p -> p.fault(Fault.status(404)), HTTP_STATUS, "404"),
        fatal("401", p -> p.fault(Fault.status(401)), CREDENTIALS_REFUSED, "401"),
        fatal("403", p -> p.fault(Fault.status(403)), CREDENTIALS_REFUSED, "403"),
        retried("500", p -> p.fault(Fault.status(500)), HTTP_STATUS, "500"),
        new Row("redirect loop", BadPeers::redirectLoop, REDIRECT, 21, "20 redirects"),
        fatal(
            "no Location",
            p -> p.fault(Fault.status(302)),
            REDIRECT,
            "redirect without a Location"),
        fatal(
            "https to http",
            p -> p.tls(ServerCertificate.TRUSTED, Fault.redirect("http://127.0.0.1:1/", 307)),
            REDIRECT,
            "http://127.0.0.1:1/"),
        fatal(
            "to file:",
            p -> p.fault(Fault.redirect("file:///etc/passwd?SECRET", 302)),
            REDIRECT,
            "file:///etc/passwd"),
        retried(
            "TLS to a plain server",
            p -> p.plainForTls("HTTP/1.1 400 Bad Request\r\n\r\n"),
            UNREACHABLE,
            "https://"),
        retried("cut handshake", p -> p.plainForTls(""), UNREACHABLE, "cannot reach"),
        retried("silent handshake", BadPeers::silentForTls, TIMEOUT, "within 500 ms"),
        fatal("proxy wants credentials", p -> p.proxy("407 No"), CREDENTIALS_REFUSED, "proxy"),
        retried("proxy refuses the tunnel", p -> p.proxy("403 No"), UNREACHABLE, "CONNECT: 403"),
        retried("plain to a TLS server", BadPeers::plainToTls, PROTOCOL, "not HTTP"),
        fatal("untrusted", p -> p.tls(ServerCertificate.UNTRUSTED), TLS, "certificate"),
        fatal("expired", p -> p.tls(ServerCertificate.EXPIRED), TLS, "certificate"),
        fatal("wrong host", p -> p.tls(ServerCertificate.WRONG_HOST), TLS, "certificate"),
        retried("endless line", p -> p.fault(Fault.endlessLine()), LINE_TOO_LONG, "65536"),
        retried("endless event", BadPeers::endlessEvent, EVENT_TOO_LARGE, "65536"),
        retried("endless headers", p -> p.fault(Fault.endlessHeaders()), PROTOCOL, "not HTTP"),
        retried("bad chunk length", p -> p.raw(CHUNKED + "xyz\r\n:\r\n"), PROTOCOL, "malformed"),
        retried("negative chunk", p -> p.raw(CHUNKED + "-5\r\n:\r\n"), PROTOCOL, "malformed"),
        retried(
            "short body",
            p -> p.raw(STREAM + "Content-Length: 99\r\n\r\n:\n"),
            CONNECTION_LOST,
            "lost"),
        retried("unknown host", BadPeers::unknownHost, UNREACHABLE, "no-such-host.invalid"),
        retried("refused port", BadPeers::refusedPort, UNREACHABLE, "cannot reach"),
        retried("never answers", p -> p.fault(Fault.neverAnswer()), TIMEOUT, "within 500 ms"),
        retried("failing interceptor", BadPeers::failingInterceptor, CONNECTION_LOST, "first"));
  }

  @AfterEach
  void close() throws Exception {
    peers.close();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isNamedInTimeAndWithoutSecrets(Row row) throws Exception {
    row.peer().prepare(peers);
    StreamRequest request =
        StreamRequest.builder(peers.secretUrl())
            .transports(TransportType.SSE)
            .header("Authorization", "Bearer SECRET-header")
            .header("Cookie", "session=SECRET-cookie")
            .responseTimeout(Duration.ofMillis(row.reason() == TIMEOUT ? 500 : 5000))
            .maxEventBytes(65_536)
            .backoff(TWICE)
            .build();
    Subscription subscription;
    Recorder recorder = new Recorder();
    try (StreamClient client = StreamClient.builder().okHttpClient(peers.okHttp()).build()) {
      subscription = client.subscribe(request, recorder);
      assertThat(subscription.awaitClosed(Duration.ofSeconds(8))).as("in time").isTrue();
    }
    StreamException outer = subscription.closeCause();
    boolean gaveUp = row.requests() == 2;
    assertThat(outer.reason() == GAVE_UP).as("gave up: %s", outer).isEqualTo(gaveUp);
    StreamException cause = gaveUp ? (StreamException) outer.getCause() : outer;
    assertThat(cause.reason()).as("%s", cause).isEqualTo(row.reason());
    assertThat(peers.requests()).as("requests").isEqualTo(row.requests());

    assertThat(outer.getMessage()).contains(row.says()).contains(cause.getMessage());
    assertThat(outer.getMessage()).contains(peers.secretUrl().host());
    assertThat(outer.getMessage())
        .hasSizeLessThan(700)
        .doesNotContainPattern("[\\p{Cntrl}\\ufffd]");
    StringWriter everything = new StringWriter();
    outer.printStackTrace(new PrintWriter(everything));
    everything.append(subscription + " " + outer);
    if (gaveUp) {
      everything.append(recorder.next(RetryInfo.class).toString());
    }
    assertThat(everything.toString()).doesNotContain("SECRET");
  }
}
