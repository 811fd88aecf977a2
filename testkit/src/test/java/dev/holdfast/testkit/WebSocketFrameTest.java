package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is in the frames: fragments, compression, garbage. */
class WebSocketFrameTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/e");

  @AfterEach
  void close() {
    server.close();
  }

  private static String repeat(int times) {
    char[] text = new char[times];
    Arrays.fill(text, 'é');
    return new String(text);
  }

  private WsClient raw() throws Exception {
    WsClient client = WsClient.open(WsClient.request(server, "/e").build());
    assertThat(client.next()).startsWith("open");
    return client;
  }

  private RawWebSocket v1() throws Exception {
    RawWebSocket client = new RawWebSocket(log, server, Fault.none());
    assertThat(client.text()).contains("hello");
    return client;
  }

  @Test
  void fragments() throws Exception {
    log.webSockets().fragmentSize(3);
    try (RawWebSocket client = new RawWebSocket(log, server, WebSocketFault.withoutHello())) {
      log.webSockets().takePeer(SOON).text("1234567");
      int[] firstBytes = {Frame.TEXT, Frame.CONTINUATION, Frame.FIN | Frame.CONTINUATION};
      String[] parts = {"123", "456", "7"};
      for (int i = 0; i < 3; i++) {
        Frame frame = client.frame();
        assertThat(frame.opcode).isEqualTo(firstBytes[i] & 0x0f);
        assertThat(frame.last).isEqualTo(i == 2);
        assertThat(new String(frame.payload, StandardCharsets.UTF_8)).isEqualTo(parts[i]);
      }
    }
    try (WsClient client = raw()) {
      log.publish("é€😀");
      assertThat(client.next()).isEqualTo("é€😀");
      log.publish("");
      assertThat(client.next()).isEmpty();
    }
    assertThatThrownBy(() -> log.webSockets().fragmentSize(0)).hasMessageContaining("0");
  }

  @Test
  void compressesBothWays() throws Exception {
    log.webSockets().deflate(true).fragmentSize(100);
    String large = repeat(100_000);
    try (WsClient client = raw()) {
      long before = server.bytesSent();
      log.publish(large);
      log.publish("small");
      assertThat(client.next()).isEqualTo(large);
      assertThat(client.next()).isEqualTo("small");
      assertThat(server.bytesSent() - before).isLessThan(5_000);
      // OkHttp compresses from 1,024 bytes on.
      client.socket.send(large);
      client.socket.send("small");
      assertThat(log.sends().awaitMessages(2, SOON))
          .extracting(SentMessage::data)
          .containsExactly(Payload.text(large), Payload.text("small"));
    }
    assertThat(server.requests().get(0).header("Sec-WebSocket-Extensions"))
        .contains("permessage-deflate");
  }

  @Test
  void sendsFramesOfEverySize() throws Exception {
    try (WsClient client = raw()) {
      for (int size : new int[] {0, 125, 126, 65_535, 65_536, 10 << 20}) {
        byte[] bytes = new byte[size];
        log.publish(Payload.binary(bytes));
        assertThat(client.next()).isEqualTo("binary " + ByteString.of(bytes).hex());
        client.socket.send(ByteString.of(bytes));
      }
      assertThat(log.sends().awaitMessages(6, SOON))
          .extracting(message -> message.data().bytes().size())
          .containsExactly(0, 125, 126, 65_535, 65_536, 10 << 20);
    }
  }

  @Test
  void sendsWhateverItIsTold() throws Exception {
    try (RawWebSocket client = v1()) {
      WebSocketPeer peer = log.webSockets().takePeer(SOON);
      peer.text("no JSON");
      assertThat(client.text()).isEqualTo("no JSON");
      peer.binary(new byte[] {7});
      assertThat(client.frame().opcode).isEqualTo(Frame.BINARY);
      peer.frame(Frame.FIN | Frame.TEXT, new byte[] {(byte) 0xff});
      assertThat(client.frame().payload).containsExactly(0xff);
      peer.ping("p".getBytes(StandardCharsets.UTF_8));
      assertThat(client.frame().opcode).isEqualTo(Frame.PING);
      client.send(Frame.PONG, "p");
      peer.await(it -> it.pongs() == 1, SOON);
      peer.nack("r", "\"no\"", false);
      assertThat(client.text())
          .isEqualTo("{\"kind\":\"nack\",\"ref\":\"r\",\"reason\":\"\\\"no\\\"\",\"retry\":false}");
      peer.raw(new byte[] {(byte) 0x83, 0});
      assertThat(client.frame().opcode).isEqualTo(3);
      // The sockets' buffers hold less than that: somebody has to read meanwhile.
      Thread sender = new Thread(() -> peer.text(repeat(10 << 20)));
      sender.start();
      assertThat(client.frame().payload).hasSize(20 << 20);
      sender.join();
      peer.close(1006, "");
      assertThat(client.frame().payload).containsExactly(1006 >> 8, 1006 & 0xff);
    }
  }

  @Test
  void answersPingsUnlessToldOtherwise() throws Exception {
    try (RawWebSocket client = v1()) {
      client.send(Frame.PING, "one");
      assertThat(new String(client.frame().payload, StandardCharsets.UTF_8)).isEqualTo("one");
      WebSocketPeer peer = log.webSockets().takePeer(SOON);
      peer.answersPings(false);
      client.send(Frame.PING, "two");
      peer.await(it -> it.pings().size() == 2, SOON);
      log.publish("x");
      assertThat(client.text()).contains("event");
      assertThat(peer.pings().get(1).utf8()).isEqualTo("two");
    }
  }

  @Test
  void aClientsMessageMayComeInPieces() throws Exception {
    try (RawWebSocket client = v1()) {
      client.send(Frame.TEXT, "{\"kind\":\"ack\",".getBytes(StandardCharsets.UTF_8));
      client.send(Frame.PING, "");
      assertThat(client.frame().opcode).isEqualTo(Frame.PONG);
      client.send(Frame.FIN, "\"cursor\" : \"7\" }".getBytes(StandardCharsets.UTF_8));
      WebSocketPeer peer = log.webSockets().takePeer(SOON);
      peer.await(it -> it.ackedCursors().size() == 1, SOON);
      assertThat(peer.ackedCursors()).containsExactly("7");
    }
  }

  @Test
  void closesOnWhatBreaksTheProtocol() throws Exception {
    byte[] none = {};
    assertThat(closeCodeAfter(Frame.FIN | Frame.TEXT, "no JSON".getBytes("UTF-8"))).isEqualTo(1002);
    assertThat(closeCodeAfter(Frame.FIN | Frame.TEXT, "{\"kind\":\"send\"}".getBytes("UTF-8")))
        .isEqualTo(1002);
    assertThat(closeCodeAfter(Frame.FIN | Frame.TEXT, "{}".getBytes("UTF-8"))).isEqualTo(1002);
    for (String broken :
        new String[] {
          "{\"kind\":7}",
          "{\"kind\":\"ack\",\"cursor\":7}",
          "{\"kind\":\"send\",\"ref\":7}",
          "{\"kind\":\"send\",\"ref\":\"a\",\"ref\":\"b\"}",
          "{\"kind\":\"send\",\"ref\":\"a\",\"type\":7}",
          "{\"kind\":\"send\",\"ref\":\"a\",\"data\":\"?\",\"encoding\":\"base64\"}",
          "{\"kind\":\"send\",\"ref\":\"a\",\"data\":\"\",\"encoding\":\"hex\"}"
        }) {
      assertThat(closeCodeAfter(Frame.FIN | Frame.TEXT, broken.getBytes("UTF-8")))
          .as(broken)
          .isEqualTo(1002);
    }
    assertThat(closeCodeAfter(Frame.FIN | Frame.TEXT, new byte[] {-1})).isEqualTo(1007);
    assertThat(closeCodeAfter(Frame.FIN | Frame.BINARY, none)).isEqualTo(1003);
    assertThat(closeCodeAfter(Frame.FIN | Frame.CONTINUATION, none)).isEqualTo(1002);
    assertThat(closeCodeAfter(Frame.FIN | 3, none)).isEqualTo(1002);
    assertThat(closeCodeAfter(Frame.FIN | Frame.CLOSE, new byte[] {0x10, 0x01})).isEqualTo(4097);
  }

  private int closeCodeAfter(int firstByte, byte[] payload) throws Exception {
    try (RawWebSocket client = v1()) {
      client.send(firstByte, payload);
      Frame close = client.frame();
      assertThat(close.opcode).isEqualTo(Frame.CLOSE);
      return (close.payload[0] & 0xff) << 8 | close.payload[1] & 0xff;
    }
  }

  @Test
  void readsObjects() {
    JsonObject object =
        JsonObject.parse(
            " {\"a\" : \"\\u00e9\\\"\\n/\" ,\"b\":[1,{\"}\":\"]\"}], \"c\":-1.50e3,\"d\":null} ");
    assertThat(object.string("a")).isEqualTo("é\"\n/");
    assertThat(object.source("b")).isEqualTo("[1,{\"}\":\"]\"}]");
    assertThat(object.string("c")).isEqualTo("-1.50e3");
    assertThat(object.string("d")).isNull();
    assertThat(object.source("d")).isEqualTo("null");
    assertThat(object.string("e")).isNull();
    for (String broken : new String[] {"", "{", "[]", "{\"a\":}", "{a:1}", "{\"a\":\"", "{}x"}) {
      assertThatThrownBy(() -> JsonObject.parse(broken)).hasMessageContaining("no JSON object");
    }
  }
}
