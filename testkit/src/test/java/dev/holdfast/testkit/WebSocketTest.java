package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/e");

  @AfterEach
  void close() {
    server.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.contains("WebSocket reader"));
  }

  private static String event(String id, String data) {
    return "{\"kind\":\"event\",\"id\":\"" + id + "\",\"data\":" + data + "}";
  }

  private static String hello(boolean resumed, String cursor) {
    return "{\"kind\":\"hello\",\"resumed\":" + resumed + ",\"cursor\":\"" + cursor + "\"}";
  }

  @Test
  void opensWithAHelloAndSendsEvents() throws Exception {
    log.publish("before");
    try (WsClient client = WsClient.v1(server, "/e")) {
      assertThat(client.next()).isEqualTo("open holdfast.v1");
      assertThat(client.next()).isEqualTo(hello(false, "1"));
      log.comment("no event");
      log.publish("trade", "b");
      log.publish(Payload.json("67340.10"));
      log.publish(null, null, Payload.binary(new byte[] {0, -1}));
      assertThat(client.next())
          .isEqualTo("{\"kind\":\"event\",\"id\":\"2\",\"type\":\"trade\",\"data\":\"b\"}");
      assertThat(client.next()).isEqualTo(event("3", "67340.10"));
      assertThat(client.next())
          .isEqualTo("{\"kind\":\"event\",\"data\":\"AP8=\",\"encoding\":\"base64\"}");
      assertThat(log.subscribers()).isEqualTo(1);
      assertThat(log.requestCount(Served.WEBSOCKET)).isEqualTo(1);
    }
    log.webSockets().awaitOpen(0, SOON);
  }

  @Test
  void resumesAfterTheCursorOfQueryOrHeader() throws Exception {
    log.publish("a");
    log.publish("b");
    try (WsClient client = WsClient.v1(server, "/e?after=1")) {
      client.next();
      assertThat(client.next()).isEqualTo(hello(true, "1"));
      assertThat(client.next()).isEqualTo(event("2", "\"b\""));
    }
    assertThat(server.takeRequest(SOON).cursor()).isEqualTo("1");
    try (WsClient client =
        WsClient.open(
            WsClient.request(server, "/e")
                .header("Sec-WebSocket-Protocol", "x, holdfast.v1")
                .header("Last-Event-ID", "1")
                .build())) {
      client.next();
      assertThat(client.next()).isEqualTo(hello(true, "1"));
      assertThat(client.next()).isEqualTo(event("2", "\"b\""));
    }
  }

  @Test
  void theHelloTellsWhetherTheCursorWasHonoured() throws Exception {
    for (int i = 1; i <= 4; i++) {
      log.publish("x");
    }
    assertThat(helloAfter("9")).isEqualTo(hello(false, "@0"));
    log.replay(Replay.extra(2));
    assertThat(helloAfter("3")).isEqualTo(hello(true, "1"));
    log.replay(Replay.liveOnly());
    assertThat(helloAfter("3")).isEqualTo(hello(false, "4"));
    log.replay(Replay.fromStart());
    assertThat(helloAfter("3")).isEqualTo(hello(false, "@0"));
    log.replay(Replay.ring(2));
    assertThat(helloAfter("3")).isEqualTo(hello(true, "3"));
    assertThat(helloAfter("2")).isEqualTo(hello(true, "2"));
    assertThat(helloAfter("1")).isEqualTo(hello(false, "2"));
    log.webSockets().helloCursor(false);
    assertThat(helloAfter("1")).isEqualTo("{\"kind\":\"hello\",\"resumed\":false}");
  }

  private String helloAfter(String cursor) throws Exception {
    try (WsClient client = WsClient.v1(server, "/e?after=" + cursor)) {
      client.next();
      return client.next();
    }
  }

  @Test
  void reportsWhatARingHasLostByAGapFrame() throws Exception {
    for (int i = 1; i <= 4; i++) {
      log.publish("x");
    }
    log.replay(Replay.ring(2)).webSockets().gaps(true);
    try (WsClient client = WsClient.v1(server, "/e?after=1")) {
      client.next();
      assertThat(client.next()).isEqualTo(hello(true, "2"));
      assertThat(client.next()).isEqualTo("{\"kind\":\"gap\",\"from\":\"1\",\"to\":\"3\"}");
      assertThat(client.next()).isEqualTo(event("3", "\"x\""));
    }
    // What is lost after a cursor that never was nobody knows.
    try (WsClient client = WsClient.v1(server, "/e?after=99")) {
      client.next();
      assertThat(client.next()).isEqualTo(hello(false, "2"));
      assertThat(client.next()).isEqualTo(event("3", "\"x\""));
    }
  }

  @Test
  void speaksRawAndNchan() throws Exception {
    log.startFromBeginning();
    log.publish("a");
    log.publish(Payload.json("{}"));
    log.publish(Payload.binary(new byte[] {1}));
    try (WsClient raw = WsClient.open(WsClient.request(server, "/e").build())) {
      assertThat(raw.next()).isEqualTo("open null");
      assertThat(raw.next()).isEqualTo("a");
      assertThat(raw.next()).isEqualTo("{}");
      assertThat(raw.next()).isEqualTo("binary 01");
    }
    try (WsClient nchan =
        WsClient.open(
            WsClient.request(server, "/e")
                .header("Sec-WebSocket-Protocol", "ws+meta.nchan")
                .build())) {
      assertThat(nchan.next()).isEqualTo("open ws+meta.nchan");
      assertThat(nchan.next()).isEqualTo("id: 1\n\na");
      assertThat(nchan.next()).isEqualTo("id: 2\ncontent-type: application/json\n\n{}");
      assertThat(nchan.next()).startsWith("binary ").endsWith("0a0a01");
    }
    log.webSockets().protocols(WebSocketProtocol.RAW);
    try (WsClient refused = WsClient.v1(server, "/e")) {
      assertThat(refused.next()).isEqualTo("open null");
      assertThat(log.webSockets().takePeer(SOON).protocol()).isEqualTo(WebSocketProtocol.RAW);
    }
  }

  @Test
  void sendsHeartbeats() throws Exception {
    log.heartbeat(Duration.ofMillis(20));
    try (WsClient client = WsClient.v1(server, "/e")) {
      client.next();
      assertThat(client.next())
          .isEqualTo("{\"kind\":\"hello\",\"resumed\":false,\"cursor\":\"@0\",\"heartbeat\":20}");
      assertThat(client.next()).isEqualTo("{\"kind\":\"heartbeat\"}");
      assertThat(client.next()).isEqualTo("{\"kind\":\"heartbeat\"}");
    }
    try (WsClient raw = WsClient.open(WsClient.request(server, "/e").build())) {
      assertThat(raw.next()).isEqualTo("open null");
      log.webSockets().takePeer(SOON);
      log.webSockets().takePeer(SOON).await(peer -> peer.pongs() >= 2, SOON);
    }
  }

  @Test
  void closesAtDisconnectAndAtTheEnd() throws Exception {
    try (WsClient client = WsClient.v1(server, "/e")) {
      client.next();
      client.next();
      log.publish("a");
      log.disconnect();
      assertThat(client.next()).isEqualTo(event("1", "\"a\""));
      assertThat(client.next()).isEqualTo("closing 1001 going away");
      WebSocketPeer peer = log.webSockets().takePeer(SOON);
      peer.await(it -> !it.isOpen(), SOON);
      assertThat(peer.closeCode()).isEqualTo(1001);
    }
    log.end();
    try (WsClient client = WsClient.v1(server, "/e?after=1")) {
      client.next();
      assertThat(client.next()).isEqualTo(hello(true, "1"));
      assertThat(client.next()).isEqualTo("closing 1000 end of stream");
    }
    log.webSockets().awaitOpen(0, SOON);
    server.assertExhausted();
  }

  @Test
  void recordsWhatTheClientSays() throws Exception {
    try (WsClient client = WsClient.v1(server, "/e")) {
      client.socket.send("{\"kind\":\"heartbeat\"}");
      client.socket.send("{\"kind\":\"ack\",\"cursor\":\"41\"}");
      client.socket.send("{\"kind\":\"tomorrow\",\"x\":[{\"}\":1}]}");
      client.socket.close(4321, "bye");
      WebSocketPeer peer = log.webSockets().takePeer(SOON);
      peer.await(it -> !it.isOpen(), SOON);
      assertThat(peer.heartbeats()).isEqualTo(1);
      assertThat(peer.ackedCursors()).containsExactly("41");
      assertThat(peer.received()).hasSize(3);
      assertThat(peer.received().get(0)).isEqualTo(Payload.text("{\"kind\":\"heartbeat\"}"));
      assertThat(peer.closeCode()).isEqualTo(4321);
      assertThat(peer.closeReason()).isEqualTo("bye");
      assertThat(peer.request().served()).isEqualTo(Served.WEBSOCKET);
    }
  }
}
