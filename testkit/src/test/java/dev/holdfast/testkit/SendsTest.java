package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendsTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration NOW = Duration.ofMillis(50);

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/e");

  @AfterEach
  void close() {
    server.close();
  }

  private static String send(String ref, String data) {
    return "{\"kind\":\"send\",\"ref\":\"" + ref + "\",\"type\":\"t\",\"data\":" + data + "}";
  }

  private static String ack(String ref) {
    return "{\"kind\":\"ack\",\"ref\":\"" + ref + "\"}";
  }

  private WsClient client() throws Exception {
    WsClient client = WsClient.v1(server, "/e");
    client.next();
    client.next();
    return client;
  }

  private Response post(String key, String type, String body, Duration patience)
      throws IOException {
    OkHttpClient http = new OkHttpClient.Builder().readTimeout(patience).build();
    RequestBody bytes = RequestBody.create(ByteString.encodeUtf8(body), MediaType.parse(type));
    Request request =
        new Request.Builder()
            .url(server.url("/e"))
            .header("Idempotency-Key", key)
            .post(bytes)
            .build();
    return http.newCall(request).execute();
  }

  private int posted(String key, String type, String body) throws IOException {
    try (Response response = post(key, type, body, SOON)) {
      return response.code();
    }
  }

  @Test
  void acceptsEachMessageOnceByWhicheverWay() throws Exception {
    try (WsClient client = client()) {
      client.socket.send(send("a", "\"x\\n\""));
      client.socket.send(send("b", "{\"n\": 1.0}"));
      client.socket.send(send("a", "\"x\\n\""));
      assertThat(client.next()).isEqualTo(ack("a"));
      assertThat(client.next()).isEqualTo(ack("b"));
      assertThat(client.next()).isEqualTo(ack("a"));
    }
    assertThat(posted("b", "application/json", "{\"n\": 1.0}")).isEqualTo(204);
    assertThat(posted("c", "text/plain; charset=utf-8", "é")).isEqualTo(204);
    assertThat(posted("d", "application/octet-stream", "é")).isEqualTo(204);
    assertThat(log.sends().messages())
        .extracting(SentMessage::id)
        .containsExactly("a", "b", "c", "d");
    assertThat(log.sends().messages())
        .extracting(SentMessage::data)
        .containsExactly(
            Payload.text("x\n"),
            Payload.json("{\"n\": 1.0}"),
            Payload.text("é"),
            Payload.binary(ByteString.encodeUtf8("é").toByteArray()));
    assertThat(log.sends().deliveries())
        .extracting(SentMessage::delivery)
        .containsExactly(1, 1, 2, 2, 1, 1);
    assertThat(log.sends().messages().get(0).type()).isEqualTo("t");
    assertThat(log.sends().messages().get(2).by()).isEqualTo(Served.SEND);
    assertThat(log.requestCount(Served.SEND)).isEqualTo(3);
  }

  @Test
  void swallowsRepeatsAndRefusesAcknowledgements() throws Exception {
    log.sends()
        .replies(
            message -> {
              if (message.delivery() > 1) {
                return Reply.ack();
              }
              switch (String.valueOf(message.id())) {
                case "lost":
                  return Reply.none();
                case "twice":
                  return Reply.ack(2);
                default:
                  return Reply.nack("busy", true);
              }
            });
    try (WsClient client = client()) {
      client.socket.send(send("lost", "1"));
      client.socket.send(send("twice", "2"));
      client.socket.send(send("busy", "3"));
      assertThat(client.next()).isEqualTo(ack("twice"));
      assertThat(client.next()).isEqualTo(ack("twice"));
      assertThat(client.next())
          .isEqualTo("{\"kind\":\"nack\",\"ref\":\"busy\",\"reason\":\"busy\",\"retry\":true}");
      assertThat(log.sends().awaitMessages(2, SOON)).hasSize(2);
      client.socket.send(send("busy", "3"));
      client.socket.send(send("lost", "1"));
      assertThat(client.next()).isEqualTo(ack("busy"));
      assertThat(client.next()).isEqualTo(ack("lost"));
    }
    assertThat(log.sends().messages())
        .extracting(SentMessage::id)
        .containsExactly("lost", "twice", "busy");
    assertThatThrownBy(() -> log.sends().awaitMessages(4, NOW)).isInstanceOf(AssertionError.class);
  }

  @Test
  void holdsAcknowledgementsAndReleasesThemInAnyOrder() throws Exception {
    log.sends().replies(message -> Reply.held());
    try (WsClient client = client()) {
      client.socket.send(send("a", "1"));
      client.socket.send(send("b", "2"));
      log.sends().awaitHeld(2, SOON);
      assertThat(client.isQuiet(NOW)).isTrue();
      log.sends().releaseReversed();
      assertThat(client.next()).isEqualTo(ack("b"));
      assertThat(client.next()).isEqualTo(ack("a"));
      client.socket.send(send("c", "1"));
      client.socket.send(send("d", "2"));
      log.sends().awaitHeld(2, SOON);
      log.sends().release();
      assertThat(client.next()).isEqualTo(ack("c"));
      assertThat(client.next()).isEqualTo(ack("d"));
      log.webSockets().takePeer(SOON).ack("never sent");
      assertThat(client.next()).isEqualTo(ack("never sent"));
    }
  }

  @Test
  void aPostHearsTheSame() throws Exception {
    log.sends()
        .replies(
            message ->
                message.delivery() == 1 ? Reply.nack("later", true) : Reply.nack("no", false));
    try (Response busy = post("a", "text/plain", "x", SOON)) {
      assertThat(busy.code()).isEqualTo(503);
      assertThat(busy.body().string()).isEqualTo("later");
    }
    assertThat(posted("a", "text/plain", "x")).isEqualTo(422);
    assertThat(log.sends().messages()).isEmpty();
    log.sends().replies(message -> Reply.none());
    assertThatThrownBy(() -> post("b", "text/plain", "x", NOW.multipliedBy(6)))
        .isInstanceOf(IOException.class);
    log.sends().awaitDeliveries(3, SOON);
    log.enqueue(Served.SEND, Fault.resetAfterBytes(0));
    assertThatThrownBy(() -> posted("c", "text/plain", "x")).isInstanceOf(IOException.class);
    log.enqueue(Served.SEND, Fault.status(500));
    assertThat(posted("d", "text/plain", "x")).isEqualTo(500);
    log.sends().replies(message -> Reply.held());
    Thread release =
        new Thread(
            () -> {
              try {
                log.sends().awaitHeld(1, SOON);
                log.sends().release();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    release.start();
    assertThat(posted("e", "text/plain", "x")).isEqualTo(204);
    release.join();
    assertThat(log.sends().messages()).extracting(SentMessage::id).containsExactly("b", "c", "e");
    server.assertExhausted();
  }

  @Test
  void aPostThatWantsAStreamIsNoMessage() throws Exception {
    Request request =
        new Request.Builder()
            .url(server.url("/e"))
            .header("Idempotency-Key", "a")
            .header("Accept", "text/event-stream")
            .post(RequestBody.create(ByteString.EMPTY, null))
            .build();
    log.end();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      assertThat(server.takeRequest(SOON).served()).isEqualTo(Served.SSE);
      assertThat(response.code()).isEqualTo(204);
    }
    assertThat(log.sends().deliveries()).isEmpty();
  }

  @Test
  void aRawSocketHearsNothing() throws Exception {
    try (WsClient raw = WsClient.open(WsClient.request(server, "/e").build())) {
      raw.socket.send("hi");
      raw.socket.send(ByteString.of((byte) 7));
      assertThat(log.sends().awaitMessages(2, SOON))
          .extracting(SentMessage::data)
          .containsExactly(Payload.text("hi"), Payload.binary(new byte[] {7}));
      assertThat(raw.next()).isEqualTo("open null");
      assertThat(raw.isQuiet(NOW)).isTrue();
    }
  }

  @Test
  void eachAcceptedMessageIsToldOnce() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    log.sends()
        .replies(m -> m.data().text().equals("no") ? Reply.nack("no", false) : Reply.ack())
        .onAccepted(message -> told.add(message.data().text()));

    assertThat(posted("k1", "text/plain", "one")).isEqualTo(204);
    assertThat(told).as("before the answer").containsExactly("one");
    posted("k1", "text/plain", "one");
    posted("k2", "text/plain", "no");
    posted("k3", "text/plain", "two");

    assertThat(told).containsExactly("one", "two");
  }
}
