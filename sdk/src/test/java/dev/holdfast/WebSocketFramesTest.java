package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.dialect.WebSocketDialect;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.WebSocketFault;
import dev.holdfast.testkit.WebSocketPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers send that is odd or broken, over real sockets. */
@Timeout(60)
class WebSocketFramesTest extends SocketTest {
  private static final int TEXT = 0x81;
  private static final int FIRST = 0x01;
  private static final int MORE = 0x00;
  private static final int LAST = 0x80;

  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events"))
        .transports(TransportType.WEBSOCKET)
        .proofTimeout(Duration.ofSeconds(2))
        .maxEventBytes(65_536)
        .backoff(QUICK);
  }

  /**
   * @param does what the server does once, after the hello
   * @param reason what the connection ends for
   * @param code what we close with; null where the connection is just left
   */
  record Row(
      String name,
      Consumer<WebSocketPeer> does,
      StreamException.Reason reason,
      Integer code,
      String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row broken(String name, Consumer<WebSocketPeer> does, String says) {
    return new Row(name, does, StreamException.Reason.PROTOCOL, null, says);
  }

  private static Row malformed(String name, String text, String says) {
    return new Row(name, p -> p.text(text), StreamException.Reason.PROTOCOL, 1002, says);
  }

  private static Row tooLarge(String name, Consumer<WebSocketPeer> does) {
    return new Row(
        name, does, StreamException.Reason.EVENT_TOO_LARGE, null, "limit of 65536 bytes");
  }

  private static void endlessly(WebSocketPeer peer, int size) {
    peer.frame(FIRST, new byte[size]);
    while (peer.isOpen()) {
      peer.frame(MORE, new byte[size]);
    }
  }

  private static byte[] largeHead() {
    return new Buffer().writeByte(TEXT).writeByte(127).writeLong(1L << 40).readByteArray();
  }

  static List<Row> rows() {
    return List.of(
        malformed("no JSON", "SECRET", "malformed JSON"),
        malformed("an array", "[]", "the message is an array"),
        malformed("no kind", "{\"data\":\"SECRET\"}", "without kind"),
        malformed("a second hello", "{\"kind\":\"hello\"}", "a second hello"),
        malformed("a bad event", "{\"kind\":\"event\",\"id\":{}}", "event.id is an object"),
        malformed("empty", "", "missing"),
        new Row(
            "binary",
            p -> p.binary(new byte[] {1}),
            StreamException.Reason.PROTOCOL,
            1002,
            "a binary message"),
        broken("compressed", p -> p.frame(0xc1, new byte[] {1}), "rsv1"),
        broken("an opcode of no version", p -> p.frame(0x83, new byte[0]), "opcode"),
        broken("a continuation of nothing", p -> p.frame(LAST, new byte[1]), "opcode"),
        broken("a fragmented ping", p -> p.frame(0x09, new byte[0]), "must be final"),
        broken("a long ping", p -> p.frame(0x89, new byte[126]), "125"),
        broken("masked", p -> p.raw(new byte[] {(byte) TEXT, (byte) 0x80, 0, 0, 0, 0}), "masked"),
        tooLarge("a large message", p -> p.frame(TEXT, new byte[70_000])),
        tooLarge("a huge message", p -> p.raw(largeHead())),
        tooLarge("endless fragments", p -> endlessly(p, 1_000)),
        tooLarge("endless empty fragments", p -> endlessly(p, 0)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void breaksTheConnectionAndNotTheStream(Row row) throws Exception {
    log.enqueue(WebSocketFault.afterEvents(1, row.does()));
    log.publish("1");
    log.publish("2");
    Subscription stream = subscribe(request());
    RetryInfo retry = recorder.next(RetryInfo.class);
    assertThat(retry.cause().reason()).as("%s", retry.cause()).isEqualTo(row.reason());
    assertThat(retry.cause().getMessage()).contains(row.says()).doesNotContain("SECRET");
    assertThat(recorder.nextData(1)).containsExactly("2");
    Await.until("processed", () -> "2".equals(stream.lastEventId()));
    WebSocketPeer first = log.webSockets().takePeer(WAIT);
    first.await(peer -> !peer.isOpen(), Duration.ofSeconds(4));
    assertThat(first.closeCode()).isEqualTo(row.code());
    assertThat(first.closeReason()).doesNotContain("SECRET");
  }

  @Test
  void whatIsOddButAllowedIsHeard() throws Exception {
    log.webSockets().fragmentSize(3);
    log.enqueue(
        WebSocketFault.onOpen(
            peer -> {
              peer.ping(new byte[0]);
              peer.ping("payload".getBytes(StandardCharsets.UTF_8));
            }));
    log.publish("1");
    log.publish("x".repeat(20_000));
    subscribe(request());
    assertThat(recorder.nextData(2)).containsExactly("1", "x".repeat(20_000));
    WebSocketPeer peer = log.webSockets().takePeer(WAIT);
    peer.await(p -> p.pongs() == 2, WAIT);
    peer.text("{\"kind\":\"later\",\"of\":[1,2]}");
    peer.text(" {\"data\": 1.50,\r\n \"later\":{}, \"kind\":\"event\"} ");
    peer.frame(FIRST, "{\"kind\":\"event\",".getBytes(StandardCharsets.UTF_8));
    peer.ping(new byte[125]);
    peer.frame(MORE, new byte[0]);
    peer.frame(LAST, "\"data\":\"in parts\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(recorder.nextData(2)).containsExactly("1.50", "in parts");
    peer.await(p -> p.pongs() == 3, WAIT);
    assertThat(log.webSockets().peers()).hasSize(1);
  }

  @Test
  void pingsAreNoMessageHoweverMany() throws Exception {
    log.enqueue(
        WebSocketFault.afterEvents(
            1,
            peer -> {
              for (int i = 0; i < 2_000; i++) {
                peer.ping(new byte[125]);
              }
            }));
    log.publish("1");
    log.publish("2");
    subscribe(request());
    assertThat(recorder.nextData(2)).containsExactly("1", "2");
    WebSocketPeer peer = log.webSockets().takePeer(WAIT);
    peer.await(p -> p.pongs() == 2_000, WAIT);
    assertThat(log.webSockets().peers()).hasSize(1);
  }

  @Test
  void whatIsNoUtf8IsReplacedAsInAnEventStream() throws Exception {
    log.webSockets().protocols();
    subscribe(request().webSocket(dialect(WebSocketDialect.raw())));
    log.webSockets()
        .takePeer(WAIT)
        .frame(TEXT, new byte[] {'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82});
    assertThat(recorder.next(StreamEvent.class).data()).startsWith("a\ufffdb\ufffd");
  }

  private static WebSocketSettings dialect(WebSocketDialect dialect) {
    return WebSocketSettings.builder().dialect(dialect).build();
  }

  @Test
  void aHelloThatNeverComesMutesItInTime() throws Exception {
    log.faults(Served.WEBSOCKET, c -> WebSocketFault.withoutHello());
    long from = System.nanoTime();
    subscribe(request().proofTimeout(Duration.ofMillis(400)));
    StreamException cause = recorder.next(RetryInfo.class).cause();
    assertThat(cause.reason()).isEqualTo(StreamException.Reason.MUTED);
    assertThat(cause).hasMessageContaining("no hello within 400 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - from))
        .isBetween(Duration.ofMillis(400), Duration.ofMillis(1_500));
    log.webSockets().takePeer(WAIT).await(peer -> !peer.isOpen(), Duration.ofSeconds(3));
  }

  @Test
  void afterTheHelloItMayBeQuiet() throws Exception {
    subscribe(request().proofTimeout(Duration.ofMillis(300)));
    recorder.next(ConnectionInfo.class);
    assertThat(recorder.hears(RetryInfo.class, Duration.ofMillis(800))).isFalse();
    assertThat(log.webSockets().peers()).hasSize(1);
  }

  @Test
  void anEventInPlaceOfTheHelloIsRefused() throws Exception {
    log.enqueue(
        WebSocketFault.withoutHello()
            .and(WebSocketFault.onOpen(p -> p.text("{\"kind\":\"event\",\"data\":\"x\"}"))));
    subscribe(request());
    RetryInfo retry = recorder.next(RetryInfo.class);
    assertThat(retry.cause()).hasMessageContaining("the first message is no hello");
    assertThat(log.webSockets().takePeer(WAIT).await(p -> p.closeCode() != null, WAIT).closeCode())
        .isEqualTo(1002);
  }

  /** Without a dialect that says hello nobody knows whether a quiet one works. */
  @Test
  void aRawOneMayBeQuiet() throws Exception {
    log.webSockets().protocols();
    subscribe(request().proofTimeout(Duration.ofMillis(200)));
    recorder.next(ConnectionInfo.class);
    assertThat(recorder.hears(RetryInfo.class, Duration.ofMillis(600))).isFalse();
  }

  @Test
  void extensionsThatWereNotOfferedAreRefused() throws Exception {
    log.enqueue(Fault.headers("Sec-WebSocket-Extensions", "permessage-deflate"));
    subscribe(request().backoff(TWICE));
    StreamException cause = recorder.next(Recorder.Closed.class).cause();
    assertThat(cause).hasMessageContaining("that RFC 6455 does not allow");
    Await.until("it is closed", () -> server.openConnections() == 0);
  }

  private static final Backoff TWICE =
      Backoff.builder()
          .base(Duration.ofMillis(5))
          .floor(Duration.ofMillis(1))
          .maxAttempts(2)
          .build();
}
