package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.interop.ProtocolServer.Answer;
import dev.holdfast.interop.ProtocolServer.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of docs/protocol.md, one by one, from two servers that know nothing of each other. */
@Timeout(30)
class ProtocolWireIT {
  private static final String V1 = "holdfast.v1";
  private static final String TEXT = "text/plain; charset=utf-8";

  @RegisterExtension final Servers servers = new Servers();

  private ProtocolServer server;
  private WirePeer peer;

  private void start(Kind kind) throws IOException {
    server = kind.start(servers);
    peer = servers.opened(new WirePeer(server.url()));
  }

  /** Opens after a cursor, and returns the hello, which is the first message. */
  private JsonNode open(String cursor) throws IOException {
    return peer.open(cursor, V1).hears("kind", "hello");
  }

  private static String send(String ref, String data) {
    return "{\"kind\":\"send\",\"ref\":\"" + ref + "\",\"type\":\"chat\",\"data\":" + data + "}";
  }

  private static String ack(String ref) {
    return "{\"kind\":\"ack\",\"ref\":\"" + ref + "\"}";
  }

  @ParameterizedTest
  @EnumSource
  void theHelloSaysWhereItStarts(Kind kind) throws Exception {
    start(kind);
    server.heartbeat(Duration.ofMillis(200));
    JsonNode fresh = open(null);
    assertThat(fresh.path("resumed").asBoolean()).isFalse();
    assertThat(fresh.path("heartbeat").asInt()).isEqualTo(200);
    String beginning = fresh.path("cursor").asText();
    peer.hears("{\"kind\":\"heartbeat\"}").hears("{\"kind\":\"heartbeat\"}");
    server.heartbeat(Duration.ZERO);
    server.publish(3);
    JsonNode resumed = open(beginning);
    assertThat(resumed.path("resumed").asBoolean()).isTrue();
    assertThat(resumed.path("cursor").asText()).isEqualTo(beginning);
    peer.hears("{\"kind\":\"event\",\"id\":\"1\",\"data\":\"1\"}");
    JsonNode unknown = open("no-such-cursor");
    assertThat(unknown.path("resumed").asBoolean()).isFalse();
    assertThat(unknown.path("cursor").asText()).isEqualTo(beginning);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLostIsSaidAndWhatIsUnknownIsNotResumed(Kind kind) throws Exception {
    start(kind);
    server.retain(5);
    server.publish(20);
    JsonNode known = open("3");
    assertThat(known.path("resumed").asBoolean()).isTrue();
    assertThat(known.path("cursor").asText()).isEqualTo("15");
    peer.hears("{\"kind\":\"gap\",\"from\":\"3\",\"to\":\"16\"}");
    peer.hears("id", "16");
    JsonNode edge = open("15");
    assertThat(edge.path("resumed").asBoolean()).isTrue();
    assertThat(edge.path("cursor").asText()).isEqualTo("15");
    peer.hears("id", "16");
    JsonNode unknown = open("99");
    assertThat(unknown.path("resumed").asBoolean()).isFalse();
    peer.hears("kind", "event");
  }

  @ParameterizedTest
  @EnumSource
  void aMessageIsAcceptedOnceAndAcknowledgedEveryTime(Kind kind) throws Exception {
    start(kind);
    open(null);
    peer.send(send("m1", "{\"price\": 1.50}")).hears(ack("m1"));
    peer.send(send("m1", "{\"price\": 1.50}")).hears(ack("m1"));
    assertThat(server.messages()).containsExactly("m1 chat {\"price\": 1.50}");
    open(null);
    peer.send(send("m1", "{\"price\": 1.50}")).hears(ack("m1"));
    assertThat(server.messages()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aMessageWhoseAckWasLostIsRepeatedOnTheNextConnection(Kind kind) throws Exception {
    start(kind);
    server.answer(Answer.NONE);
    open(null);
    peer.send(send("m4", "\"pay\""));
    Await.until("accepted", Duration.ofSeconds(5), () -> messages().size() == 1);
    server.cut();
    assertThat(peer.next()).isEqualTo("failed");
    server.answer(Answer.ACK);
    open(null);
    peer.send(send("m4", "\"pay\"")).hears(ack("m4"));
    assertThat(server.messages()).containsExactly("m4 chat pay");
  }

  private List<String> messages() {
    try {
      return server.messages();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatWasRefusedIsAcceptedLater(Kind kind) throws Exception {
    start(kind);
    open(null);
    server.answer(Answer.NACK_RETRY);
    peer.send(send("m2", "1"));
    assertThat(peer.hears("kind", "nack").path("retry").asBoolean()).isTrue();
    assertThat(peer.post("m2", TEXT, "1")).isEqualTo(503);
    server.answer(Answer.NACK_FINAL);
    peer.send(send("m3", "17"));
    JsonNode nack = peer.hears("kind", "nack");
    assertThat(nack.path("ref").asText()).isEqualTo("m3");
    assertThat(nack.path("retry").asBoolean()).isFalse();
    assertThat(nack.path("reason").asText()).isEqualTo("as told");
    assertThat(peer.post("m3", TEXT, "17")).isEqualTo(422);
    assertThat(server.messages()).isEmpty();
    server.answer(Answer.ACK);
    peer.send(send("m2", "1")).hears(ack("m2"));
    assertThat(server.messages()).containsExactly("m2 chat 1");
  }

  @ParameterizedTest
  @EnumSource
  void onePostAndOneSocketShareOneMemory(Kind kind) throws Exception {
    start(kind);
    open(null);
    peer.send(send("a", "\"by socket\"")).hears(ack("a"));
    assertThat(peer.post("a", TEXT, "by socket")).isEqualTo(204);
    assertThat(peer.post("b", TEXT, "by post")).isEqualTo(204);
    assertThat(peer.post("b", TEXT, "by post")).isEqualTo(204);
    peer.send(send("b", "\"by post\"")).hears(ack("b"));
    assertThat(peer.post("c", "application/json", "{\"n\": 1.0}")).isEqualTo(204);
    assertThat(peer.post("d", "application/octet-stream", "bytes")).isEqualTo(204);
    assertThat(server.messages())
        .containsExactly(
            "a chat by socket",
            "b message by post",
            "c message {\"n\": 1.0}",
            "d message " + ByteString.encodeUtf8("bytes").base64());
  }

  @ParameterizedTest
  @EnumSource
  void whatALaterVersionMaySayIsPassedOver(Kind kind) throws Exception {
    start(kind);
    open(null);
    peer.send("{\"kind\":\"later\",\"ref\":7,\"data\":[[[]]]}");
    peer.send("{\"kind\":\"heartbeat\",\"x\":null}");
    peer.send("{\"x\":{\"kind\":\"send\"},\"kind\":\"ack\",\"cursor\":\"0\",\"ref\":7}");
    peer.send(" {\"data\":\"x\" , \"ref\" : \"\\u006d\", \"later\":[1], \"kind\":\"send\"}\n");
    peer.hears(ack("m"));
    assertThat(server.messages()).containsExactly("m message x");
    assertThat(server.finished()).containsExactly("0");
  }

  @ParameterizedTest
  @EnumSource
  void aRefThatFitsNoHeaderIsRejectedForGood(Kind kind) throws Exception {
    start(kind);
    open(null);
    for (String ref : List.of("", "a b", "\u00e9", "x".repeat(257))) {
      JsonNode nack = peer.send(send(ref, "1")).hears("kind", "nack");
      assertThat(nack.path("retry").asBoolean()).as(ref).isFalse();
    }
    assertThat(peer.post("x".repeat(257), TEXT, "1")).isEqualTo(422);
    peer.send(send("x".repeat(256), "1")).hears(ack("x".repeat(256)));
    assertThat(server.messages()).hasSize(1);
  }

  static Stream<Arguments> whatBreaksTheProtocol() {
    return Stream.of(
            "no JSON",
            "[]",
            "{}",
            "{\"kind\":null}",
            "{\"kind\":7}",
            "{\"kind\":\"send\",\"data\":1}",
            "{\"kind\":\"send\",\"ref\":null}",
            "{\"kind\":\"send\",\"ref\":5}",
            "{\"kind\":\"send\",\"ref\":\"x\",\"ref\":\"y\"}",
            "{\"kind\":\"send\",\"ref\":\"x\",\"data\":1,\"data\":2}",
            "{\"kind\":\"send\",\"ref\":\"x\",\"type\":5}",
            "{\"kind\":\"send\",\"ref\":\"x\",\"data\":\"?\",\"encoding\":\"base64\"}",
            "{\"kind\":\"send\",\"ref\":\"x\",\"data\":\"?\",\"encoding\":\"other\"}",
            "{\"kind\":\"ack\"}",
            "{\"kind\":\"ack\",\"cursor\":5}",
            "{\"kind\":\"heartbeat\"} {}")
        .flatMap(text -> Stream.of(Kind.values()).map(kind -> Arguments.of(kind, text)));
  }

  @ParameterizedTest
  @MethodSource("whatBreaksTheProtocol")
  void whatBreaksTheProtocolIsClosedAndNothingAfterItCounts(Kind kind, String text)
      throws Exception {
    start(kind);
    open(null);
    peer.send(text).send(send("after", "1"));
    assertThat(peer.next()).isEqualTo("closed 1002");
    assertThat(server.messages()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aBinaryMessageBreaksItToo(Kind kind) throws Exception {
    start(kind);
    open(null);
    peer.send(ByteString.encodeUtf8("{\"kind\":\"heartbeat\"}"));
    assertThat(peer.next()).isEqualTo("closed 1003");
  }

  @ParameterizedTest
  @EnumSource
  void messagesThatComeAtOnceKeepTheirOrder(Kind kind) throws Exception {
    start(kind);
    peer.open(null, "other", V1);
    // Before the hello: none need wait for it.
    IntStream.range(0, 200).forEach(i -> peer.send(send("m" + i, "" + i)));
    peer.hears("kind", "hello");
    for (int i = 0; i < 200; i++) {
      peer.hears(ack("m" + i));
    }
    assertThat(server.messages())
        .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "m" + i + " chat " + i).toList());
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatDoesNotOfferItHearsRaw(Kind kind) throws Exception {
    start(kind);
    server.publish(1);
    peer.open("0");
    server.json("x", "{\"a\": 1.0}");
    String first = peer.next();
    if (first.equals("1")) {
      // A server may replay to those who name a position all the same.
      first = peer.next();
    }
    assertThat(first).isEqualTo("{\"a\": 1.0}");
    server.bytes("x", new byte[] {0, -1});
    assertThat(peer.next()).isEqualTo("bytes 00ff");
  }
}
