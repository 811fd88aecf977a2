package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketFaultTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration NOW = Duration.ofMillis(100);

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/e").startFromBeginning();

  @AfterEach
  void close() {
    server.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.contains("WebSocket reader"));
  }

  private WsClient open(Fault fault) {
    log.enqueue(Served.WEBSOCKET, fault);
    return WsClient.v1(server, "/e");
  }

  /** Past the 101 and the hello. */
  private WsClient opened(Fault fault) throws Exception {
    WsClient client = open(fault);
    assertThat(client.next()).startsWith("open");
    assertThat(client.next()).contains("hello");
    return client;
  }

  private static String event(int id) {
    return "{\"kind\":\"event\",\"id\":\"" + id + "\",\"data\":\"x\"}";
  }

  @Test
  void refusesTheUpgrade() throws Exception {
    for (int status : new int[] {200, 403, 426}) {
      Fault refusal = Fault.status(status, Headers.of("Upgrade", "websocket"), "<html>no");
      try (WsClient client = open(refusal)) {
        assertThat(client.next()).isEqualTo("failed " + status + " ProtocolException");
      }
    }
    log.enqueue(Fault.resetInsteadOfAnswer());
    try (WsClient client = WsClient.v1(server, "/e")) {
      assertThat(client.next()).startsWith("failed ");
    }
    assertThat(log.webSockets().peers()).isEmpty();
  }

  @Test
  void neverAnswersOrLate() throws Exception {
    try (WsClient client = open(Fault.neverAnswer())) {
      assertThat(client.isQuiet(NOW)).isTrue();
    }
    try (WsClient client = open(Fault.delayHeaders(NOW))) {
      assertThat(client.next()).startsWith("open");
    }
  }

  @Test
  void stripsTheUpgrade() throws Exception {
    log.publish("x");
    log.enqueue(WebSocketFault.ignoreUpgrade());
    try (RawClient client = new RawClient(server.port())) {
      client.send(RawWebSocket.handshake("/e", "holdfast.v1"));
      assertThat(client.head()).startsWith("HTTP/1.1 200").contains("text/event-stream");
      assertThat(client.body(5)).isEqualTo("id: 1");
    }
  }

  @Test
  void handshakeHeadersCanLie() throws Exception {
    try (WsClient client = open(Fault.headers("Sec-WebSocket-Accept", "x"))) {
      assertThat(client.next()).isEqualTo("failed 101 ProtocolException");
    }
    try (WsClient client = open(Fault.headers("Sec-WebSocket-Protocol", "other"))) {
      assertThat(client.next()).isEqualTo("open other");
    }
  }

  @Test
  void diesAfterEvents() throws Exception {
    for (int i = 0; i < 3; i++) {
      log.publish("x");
    }
    try (RawWebSocket client =
        new RawWebSocket(log, server, WebSocketFault.afterEvents(2, WebSocketPeer::cut))) {
      assertThat(client.text()).contains("hello");
      assertThat(client.text()).isEqualTo(event(1));
      assertThat(client.text()).isEqualTo(event(2));
      assertThat(client.end()).isEqualTo(RawClient.End.CUT);
    }
    try (RawWebSocket client =
        new RawWebSocket(log, server, WebSocketFault.afterEvents(1, WebSocketPeer::reset))) {
      assertThat(client.awaitEndAfterFrames()).isEqualTo(RawClient.End.RESET);
    }
    try (WsClient client =
        opened(WebSocketFault.afterEvents(1, peer -> peer.close(1011, "overloaded")))) {
      assertThat(client.next()).isEqualTo(event(1));
      assertThat(client.next()).isEqualTo("closing 1011 overloaded");
      log.webSockets().awaitOpen(0, SOON);
    }
    try (WsClient client = opened(WebSocketFault.afterEvents(0, WebSocketPeer::closeWithoutCode))) {
      assertThat(client.next()).isEqualTo("closing 1005 ");
    }
    server.assertExhausted();
  }

  @Test
  void diesAfterTime() throws Exception {
    long start = System.nanoTime();
    try (RawWebSocket client =
        new RawWebSocket(log, server, WebSocketFault.afterTime(NOW, WebSocketPeer::reset))) {
      assertThat(client.awaitEndAfterFrames()).isEqualTo(RawClient.End.RESET);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(NOW);
    }
  }

  @Test
  void diesAfterBytes() throws Exception {
    for (int i = 0; i < 3; i++) {
      log.publish("x");
    }
    try (RawWebSocket client = new RawWebSocket(log, server, Fault.cutAfterBytes(10))) {
      client.skip(10);
      assertThat(client.end()).isEqualTo(RawClient.End.CUT);
    }
    try (RawWebSocket client = new RawWebSocket(log, server, Fault.resetAfterBytes(0))) {
      assertThat(client.end()).isEqualTo(RawClient.End.RESET);
    }
    try (RawWebSocket client = new RawWebSocket(log, server, Fault.eofAfterBytes(90))) {
      client.skip(90);
      assertThat(client.end()).isEqualTo(RawClient.End.CUT);
    }
  }

  @Test
  void aHalfOpenConnectionAnswersNothing() throws Exception {
    try (RawWebSocket client = new RawWebSocket(log, server, Fault.none())) {
      client.text();
      client.send(Frame.PING, "p");
      assertThat(client.frame().opcode).isEqualTo(Frame.PONG);
      WebSocketPeer peer = log.webSockets().takePeer(SOON);
      peer.fallSilent();
      client.send(Frame.PING, "p");
      log.publish("x");
      log.end();
      assertThat(client.end()).isEqualTo(RawClient.End.SILENCE);
      assertThat(peer.pings()).hasSize(1);
      assertThat(log.webSockets().open()).isEqualTo(1);
    }
    log.webSockets().awaitOpen(0, SOON);
  }

  @Test
  void stallsAfterBytesAsHalfOpen() throws Exception {
    try (RawWebSocket client = new RawWebSocket(log, server, Fault.stallAfterBytes(4))) {
      client.skip(4);
      client.send(Frame.PING, "p");
      assertThat(client.end()).isEqualTo(RawClient.End.SILENCE);
      assertThat(log.webSockets().takePeer(SOON).pings()).isEmpty();
    }
    log.webSockets().awaitOpen(0, SOON);
  }

  @Test
  void holdsBackWhatFollowsTheHandshake() throws Exception {
    log.publish("x");
    try (WsClient client = open(Fault.holdBytes(Duration.ofMillis(300)))) {
      assertThat(client.next()).startsWith("open");
      assertThat(client.isQuiet(NOW)).isTrue();
      assertThat(client.next()).contains("hello");
    }
    try (WsClient client = open(Fault.holdBytes(100L))) {
      assertThat(client.next()).startsWith("open");
      assertThat(client.isQuiet(NOW)).isTrue();
      log.publish("x");
      assertThat(client.next()).contains("hello");
    }
    try (WsClient client = open(Fault.slowDrip(400))) {
      assertThat(client.next()).startsWith("open");
      assertThat(client.next()).contains("hello");
    }
  }

  @Test
  void aReaderThatStopsFillsTheClientsQueue() throws Exception {
    try (WsClient client = opened(WebSocketFault.onOpen(WebSocketPeer::stopReading))) {
      StringBuilder megabyte = new StringBuilder();
      for (int i = 0; i < 1 << 20; i++) {
        megabyte.append('x');
      }
      for (int i = 0; i < 15; i++) {
        assertThat(client.socket.send(megabyte.toString())).isTrue();
      }
      log.publish("x");
      assertThat(client.next()).isEqualTo(event(1));
      assertThat(client.isQuiet(NOW)).isTrue();
      WebSocketPeer peer = log.webSockets().takePeer(SOON);
      assertThat(peer.received()).isEmpty();
      assertThat(client.socket.queueSize()).isPositive();
      peer.startReading();
      // The first is no JSON.
      assertThat(client.next()).startsWith("closing 1002 no JSON object");
    }
  }

  @Test
  void closeIsPromptThoughAClientIsNotRead() throws Exception {
    try (WsClient client = opened(WebSocketFault.onOpen(WebSocketPeer::stopReading))) {
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      assertThat(client.next()).startsWith("failed");
    }
  }

  @Test
  void losesTheMessageThatItStrikesAt() throws Exception {
    try (WsClient client = opened(WebSocketFault.afterReceived(2, WebSocketPeer::reset))) {
      client.socket.send("{\"kind\":\"send\",\"ref\":\"a\",\"data\":1}");
      assertThat(client.next()).contains("ack");
      client.socket.send("{\"kind\":\"send\",\"ref\":\"b\",\"data\":2}");
      assertThat(client.next()).startsWith("failed");
      WebSocketPeer peer = log.webSockets().takePeer(SOON);
      peer.await(it -> !it.isOpen(), SOON);
      assertThat(peer.received()).hasSize(2);
      assertThat(log.sends().messages()).hasSize(1);
    }
  }

  @Test
  void leavesOutHelloAndEvents() throws Exception {
    for (int i = 0; i < 3; i++) {
      log.publish("x");
    }
    try (WsClient client = open(WebSocketFault.withoutHello().and(Fault.dropEvent("2")))) {
      client.next();
      assertThat(client.next()).isEqualTo(event(1));
      assertThat(client.next()).isEqualTo(event(3));
    }
  }

  @Test
  void reportsAFunctionThatThrows() throws Exception {
    log.sends()
        .replies(
            message -> {
              throw new IllegalStateException("broken script");
            });
    try (WsClient client = opened(Fault.none())) {
      client.socket.send("{\"kind\":\"send\",\"ref\":\"a\",\"data\":1}");
      assertThat(client.next()).startsWith("failed");
    }
    log.webSockets().awaitOpen(0, SOON);
    server.close();
    assertThatThrownBy(server::assertExhausted).hasMessageContaining("broken script");
    assertThatThrownBy(() -> new RawClient(server.port())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> WebSocketFault.afterEvents(-1, WebSocketPeer::cut))
        .hasMessageContaining("-1");
  }

  @Test
  void worksOverTls() throws Exception {
    try (StreamServer secure = StreamServer.builder().tls().start()) {
      EventLog events = secure.stream("/e").startFromBeginning();
      OkHttpClient http =
          new OkHttpClient.Builder()
              .sslSocketFactory(
                  secure.clientCertificates().sslSocketFactory(),
                  secure.clientCertificates().trustManager())
              .build();
      try (WsClient client = WsClient.open(http, WsClient.request(secure, "/e").build())) {
        client.next();
        WebSocketPeer peer = events.webSockets().takePeer(SOON);
        client.socket.send("up");
        events.publish("down");
        assertThat(client.next()).isEqualTo("down");
        peer.await(it -> it.received().size() == 1, SOON).reset();
        assertThat(client.next()).startsWith("failed");
      }
    }
  }
}
