package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.dialect.WebSocketDialect;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Payload;
import dev.holdfast.testkit.Replay;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.WebSocketFault;
import dev.holdfast.testkit.WebSocketPeer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** A stream by WebSocket alone, over real sockets. */
class WebSocketTest extends SocketTest {
  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events"))
        .transports(TransportType.WEBSOCKET)
        .backoff(QUICK);
  }

  private StreamRequest.Builder speaking(WebSocketDialect dialect) {
    return request().webSocket(WebSocketSettings.builder().dialect(dialect).build());
  }

  private void publish(int from, int to) {
    IntStream.rangeClosed(from, to).forEach(i -> log.publish("" + i));
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "" + i).toList();
  }

  private boolean hearsGap() throws InterruptedException {
    return recorder.hears(Gap.class, Duration.ZERO);
  }

  @Test
  void bringsEachEventOnceAndInOrder() throws Exception {
    publish(1, 100);
    Subscription stream = subscribe(request());
    assertThat(recorder.nextData(100)).isEqualTo(numbers(1, 100));
    publish(101, 200);
    assertThat(recorder.nextData(100)).isEqualTo(numbers(101, 200));
    // Set after the callback that the recorder has told of.
    Await.until("all is processed", () -> "200".equals(stream.lastEventId()));
    assertThat(stream.diagnostics().transport()).isEqualTo(TransportType.WEBSOCKET);
    WebSocketPeer peer = log.webSockets().takePeer(WAIT);
    assertThat(peer.request().header("Sec-WebSocket-Protocol")).isEqualTo("holdfast.v1");
    assertThat(peer.request().header("Sec-WebSocket-Extensions")).isNull();
    stream.cancel();
    peer.await(p -> p.closeCode() != null, WAIT);
    assertThat(peer.closeCode()).isEqualTo(1000);
  }

  @Test
  void resumesWhereItWasCut() throws Exception {
    publish(1, 50);
    log.enqueue(WebSocketFault.afterEvents(20, WebSocketPeer::reset));
    log.enqueue(WebSocketFault.afterEvents(10, peer -> peer.close(1011, "overloaded")));
    log.enqueue(WebSocketFault.afterEvents(10, WebSocketPeer::closeWithoutCode));
    log.enqueue(Fault.cutAfterBytes(400));
    Subscription stream = subscribe(request());
    assertThat(recorder.nextData(50)).isEqualTo(numbers(1, 50));
    assertThat(hearsGap()).isFalse();
    publish(51, 60);
    assertThat(recorder.nextData(10)).isEqualTo(numbers(51, 60));
    List<WebSocketPeer> peers = log.webSockets().peers();
    assertThat(peers).hasSize(5);
    WebSocketPeer second = peers.get(1);
    assertThat(second.request().header("Last-Event-ID")).isNotNull();
    assertThat(second.request().queryParameter("after"))
        .isEqualTo(second.request().header("Last-Event-ID"));
    assertThat(peers.get(2).closeCode()).as("answer to a close without a code").isEqualTo(1000);
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
  }

  @Test
  void aServerThatCannotResumeIsAGap() throws Exception {
    log.replay(Replay.ring(5));
    publish(1, 10);
    subscribe(request().lastEventId("2"));
    List<Object> first = recorder.nextEventAndGaps();
    assertThat(first).hasSize(2);
    Gap gap = (Gap) first.get(0);
    assertThat(gap.reason()).isEqualTo(Gap.Reason.REPORTED_BY_SERVER);
    assertThat(gap.from()).isEqualTo("2");
    assertThat(((StreamEvent) first.get(1)).data()).isEqualTo("6");
  }

  @Test
  void aServerThatDoesNotResumeMayHaveLostNothing() throws Exception {
    log.replay(Replay.liveOnly());
    publish(1, 10);
    subscribe(request().lastEventId("10"));
    Gap gap = recorder.next(Gap.class);
    assertThat(gap.certainty()).isEqualTo(Gap.Certainty.POSSIBLE);
    assertThat(gap.from()).isEqualTo("10");
    assertThat(gap.to()).isEqualTo("10");
  }

  @Test
  void aPositionThatComesWithTheHelloIsTheStreams() throws Exception {
    log.startFromNow();
    publish(1, 7);
    Subscription stream = subscribe(request());
    recorder.next(ConnectionInfo.class);
    Await.until("the hello is in", () -> "7".equals(stream.lastEventId()));
  }

  @Test
  void bytesAndJsonComeAsTheyAre() throws Exception {
    log.publish(Payload.binary(new byte[] {0, -1, -128}));
    log.publish("trade", Payload.json("{\"price\": 1.50}"));
    subscribe(request());
    StreamEvent bytes = recorder.next(StreamEvent.class);
    assertThat(bytes.bytes()).isEqualTo(ByteString.decodeHex("00ff80"));
    StreamEvent json = recorder.next(StreamEvent.class);
    assertThat(json.type()).isEqualTo("trade");
    assertThat(json.data()).isEqualTo("{\"price\": 1.50}");
    assertThat(json.transport()).isEqualTo(TransportType.WEBSOCKET);
  }

  @Test
  void aServerThatChoosesNoSubprotocolIsRaw() throws Exception {
    log.webSockets().protocols();
    log.startFromNow();
    Subscription stream = subscribe(request());
    log.webSockets().awaitOpen(1, WAIT);
    log.publish("a text");
    log.publish(Payload.binary(new byte[] {98, 121, 116, 101, 115}));
    assertThat(recorder.next(StreamEvent.class).data()).isEqualTo("a text");
    assertThat(recorder.next(StreamEvent.class).bytes()).isEqualTo(ByteString.encodeUtf8("bytes"));
    assertThat(stream.lastEventId()).isNull();
    log.webSockets().peers().get(0).cut();
    assertThat(recorder.next(Gap.class).reason()).isEqualTo(Gap.Reason.NO_CURSOR);
  }

  @Test
  void nchansFramesHaveTheirPositions() throws Exception {
    publish(1, 3);
    log.enqueue(WebSocketFault.afterEvents(2, peer -> peer.close(1000, "408 Request Timeout")));
    Subscription stream = subscribe(speaking(WebSocketDialect.nchan()));
    assertThat(recorder.nextData(3)).isEqualTo(numbers(1, 3));
    // Set after the callback that the recorder has told of.
    Await.until("all is processed", () -> "3".equals(stream.lastEventId()));
    assertThat(log.webSockets().peers()).hasSize(2);
    assertThat(hearsGap()).isFalse();
  }

  @Test
  void theEndOfTheStreamIsItsEnd() throws Exception {
    publish(1, 2);
    Subscription stream = subscribe(request());
    recorder.nextData(2);
    log.end();
    assertThat(recorder.next(Recorder.Closed.class).cause()).isNull();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
  }

  @Test
  void aPolicyViolationIsFatalUnlessTheAppSaysOtherwise() throws Exception {
    log.faults(
        Served.WEBSOCKET, c -> WebSocketFault.afterEvents(0, peer -> peer.close(1008, "no\nway")));
    subscribe(request());
    StreamException cause = recorder.next(Recorder.Closed.class).cause();
    assertThat(cause.reason()).isEqualTo(StreamException.Reason.CLOSED_BY_SERVER);
    assertThat(cause).hasMessageContaining("1008").hasMessageContaining("no.way");
    Recorder other = new Recorder();
    WebSocketSettings lenient = WebSocketSettings.builder().fatalCloseCodes(4001).build();
    client.subscribe(request().webSocket(lenient).build(), other);
    assertThat(other.next(RetryInfo.class).cause().reason())
        .isEqualTo(StreamException.Reason.CONNECTION_LOST);
  }

  @Test
  void aHalfOpenOneIsFoundByItsPings() throws Exception {
    var app = new okhttp3.OkHttpClient.Builder().pingInterval(Duration.ofMillis(400)).build();
    try (StreamClient pinging = StreamClient.builder().okHttpClient(app).build()) {
      log.enqueue(WebSocketFault.afterEvents(3, WebSocketPeer::fallSilent));
      publish(1, 3);
      pinging.subscribe(request().build(), recorder);
      recorder.nextData(3);
      long from = System.nanoTime();
      RetryInfo retry = recorder.next(RetryInfo.class);
      assertThat(retry.cause().reason()).isEqualTo(StreamException.Reason.SILENT);
      assertThat(Duration.ofNanos(System.nanoTime() - from))
          .isLessThan(Duration.ofMillis(2 * 400 + 500));
      publish(4, 5);
      assertThat(recorder.nextData(2)).isEqualTo(numbers(4, 5));
    }
  }

  @Test
  void aServerThatNeverSaysHelloWasNeverThere() throws Exception {
    log.faults(Served.WEBSOCKET, connection -> WebSocketFault.withoutHello());
    Backoff untilOpen =
        Backoff.builder()
            .base(Duration.ofMillis(1))
            .floor(Duration.ofMillis(1))
            .maxAttemptsUntilOpen(3)
            .build();
    subscribe(request().backoff(untilOpen).proofTimeout(Duration.ofMillis(400)));
    StreamException cause = recorder.next(Recorder.Closed.class).cause();
    assertThat(cause.reason()).isEqualTo(StreamException.Reason.GAVE_UP);
    assertThat(cause).hasMessageContaining("3 attempts").hasMessageContaining("no hello");
  }
}
