package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** nginx between the stream and its server: with its buffers, and as docs/operations.md has it. */
@Timeout(60)
class NginxProxyIT {
  private static final Duration PROOF = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(3);

  /** For two round trips on this machine, and all that else runs on it. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  /**
   * A second nginx before the first, with what is on by default, and compression. By HTTP/1.0, its
   * default towards servers, a response has no chunks, and what is less than a buffer is held; what
   * comes in chunks 1.22 passes on.
   */
  private static final String BEFORE_IT =
      """
      server {
          listen 127.0.0.1:%d;
          location / {
              proxy_pass http://127.0.0.1:%d;
              %s
              proxy_buffering on;
              gzip on;
              gzip_types text/event-stream application/json;
              gzip_min_length 1;
          }
      }
      """;

  /** A third before that, which asks for compression in the name of its clients. */
  private static final String ASKING =
      """
      server {
          listen 127.0.0.1:%d;
          location / {
              proxy_pass http://127.0.0.1:%d;
              proxy_http_version 1.1;
              proxy_buffering off;
              proxy_set_header Accept-Encoding gzip;
              add_header X-Came-As "$upstream_http_content_encoding";
          }
      }
      """;

  /** Through which of them a stream comes. */
  private enum Way {
    AS_DOCUMENTED,
    BUFFERED,
    COMPRESSED,
    COMPRESSED_IN_CHUNKS
  }

  @RegisterExtension final Servers servers = new Servers();

  private StreamServer server;
  private EventLog log;
  private Client client;
  private int published;

  @BeforeEach
  void serve() {
    server = servers.opened(StreamServer.builder().start());
    log = server.stream("/events").startFromBeginning();
    client = servers.opened(new Client());
  }

  /** Subscribes through nginx as the documentation has it, and what is to be before that. */
  private Tally subscribe(Way way) throws IOException {
    int port = ServerProcess.freePort();
    int before = ServerProcess.freePort();
    int asking = ServerProcess.freePort();
    Config config =
        Config.of("nginx-proxy.conf")
            .with("listen 8080", "listen 127.0.0.1:" + port)
            .with("gzip off;", "gzip off; proxy_pass_header X-Accel-Buffering;")
            .with("127.0.0.1:9000", "127.0.0.1:" + server.port());
    // Who listens last is waited for.
    String chunks = way == Way.COMPRESSED_IN_CHUNKS ? "proxy_http_version 1.1;" : "";
    String all =
        config
            + String.format(BEFORE_IT, before, port, chunks)
            + String.format(ASKING, asking, before);
    Nginx.start(servers, "nginx", asking, all);
    int first = way == Way.AS_DOCUMENTED ? port : way == Way.BUFFERED ? before : asking;
    String url = "http://127.0.0.1:" + first + "/events";
    // From a position: without one, what was held back before there was one is a possible gap.
    return client.subscribe(
        Client.request(url)
            .proofTimeout(PROOF)
            .heartbeat(HeartbeatPolicy.fixed(SILENCE))
            .lastEventId("0"));
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      log.publish("" + ++published);
    }
  }

  private AttemptReport attempt(Tally tally, int number) {
    return tally.stream.diagnostics().attempts().get(number - 1);
  }

  @Test
  void whatItsBuffersHoldComesByPollsInTime() throws Exception {
    publish(3);
    Tally tally = subscribe(Way.BUFFERED).await(3);
    System.out.println("nginx, buffering: first event after " + tally.firstAfter());
    assertThat(tally.firstAfter()).isGreaterThan(PROOF).isLessThan(PROOF.plus(MARGIN));
    Await.until(
        () -> "a verdict\n" + tally,
        Duration.ofSeconds(5),
        () -> attempt(tally, 1).verdict() == Verdict.MUTED);
    publish(200);
    tally.isExactly(1, 203).by(TransportType.LONG_POLL);
    assertThat(tally.stream.diagnostics().transport()).isEqualTo(TransportType.LONG_POLL);
    assertThat(log.requestCount(Served.SSE)).isEqualTo(1);
  }

  /**
   * A burst that overruns the buffers makes the event stream look sound, though they go on to hold
   * what is less: only the silence that follows tells.
   */
  @Test
  void whatItFlushesLaterIsNotHeardAgain() throws Exception {
    Tally tally = subscribe(Way.BUFFERED);
    log.awaitSubscribers(1, Duration.ofSeconds(10));
    String ballast = ":" + "x".repeat(4_000);
    for (int i = 0; i < 40; i++) {
      publish(1);
      log.comment(ballast);
    }
    publish(20);
    tally.await(1);
    assertThat(tally.events.get(0).transport()).isEqualTo(TransportType.SSE);
    long begun = System.nanoTime();
    tally.isExactly(1, 60);
    Duration held = Duration.ofNanos(System.nanoTime() - begun);
    System.out.println("nginx, buffering after a burst: the rest after " + held);
    // The silence, then what the next event stream has to prove itself; and no more than that.
    assertThat(held).isBetween(SILENCE, SILENCE.plus(PROOF).plus(MARGIN).plus(MARGIN));
    Await.until(
        () -> "polling\n" + tally,
        Duration.ofSeconds(5),
        () -> tally.stream.diagnostics().transport() == TransportType.LONG_POLL);
    publish(20);
    tally.isExactly(1, 80);
    assertThat(log.requestCount(Served.SSE)).isEqualTo(2);
  }

  /** Not even its headers, which would say that it is compressed, leave the second nginx. */
  @ParameterizedTest
  @EnumSource(names = {"COMPRESSED", "COMPRESSED_IN_CHUNKS"})
  void whatIsCompressedThoughNobodyAskedComesByPollsInTime(Way way) throws Exception {
    publish(3);
    Tally tally = subscribe(way).await(3);
    System.out.println("nginx, " + way + ": first event after " + tally.firstAfter());
    assertThat(tally.firstAfter()).isBetween(PROOF, PROOF.plus(MARGIN));
    Await.until(
        () -> "a verdict\n" + tally,
        Duration.ofSeconds(5),
        () -> attempt(tally, 1).verdict() == Verdict.MUTED);
    publish(200);
    tally.isExactly(1, 203).by(TransportType.LONG_POLL);
    assertThat(tally.opened)
        .isNotEmpty()
        .allSatisfy(poll -> assertThat(poll.headers().get("X-Came-As")).isEqualTo("gzip"));
    assertThat(log.requestCount(Served.SSE)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutBuffersTheStreamStaysWhereItIs(boolean byHeader) throws Exception {
    if (byHeader) {
      log.faults(connection -> Fault.headers("X-Accel-Buffering", "no"));
    }
    publish(3);
    Tally tally = subscribe(byHeader ? Way.BUFFERED : Way.AS_DOCUMENTED).await(3);
    assertThat(tally.firstAfter()).isLessThan(MARGIN);
    long end = System.nanoTime() + PROOF.multipliedBy(3).toNanos();
    while (System.nanoTime() < end) {
      publish(1);
      tally.await(published);
    }
    tally.isExactly(1, published).by(TransportType.SSE);
    assertThat(tally.stream.diagnostics().attempts()).hasSize(1);
    assertThat(attempt(tally, 1).verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(log.requestCount(Served.LONG_POLL)).isZero();
  }
}
