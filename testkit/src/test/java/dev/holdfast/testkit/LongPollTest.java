package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.PollClient.Polled;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LongPollTest {
  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/e").startFromBeginning();
  private final PollClient client = new PollClient(server, "/e");

  @AfterEach
  void close() {
    server.assertExhausted();
    server.close();
  }

  private void doNotHold() {
    log.longPolling().hold(Duration.ZERO);
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      log.publish("x");
    }
  }

  private static String answer(String nextCursor, String... ids) {
    StringBuilder events = new StringBuilder();
    for (String id : ids) {
      events.append(events.length() == 0 ? "" : ",");
      events.append("{\"id\":\"" + id + "\",\"data\":\"x\"}");
    }
    return "{\"events\":[" + events + "],\"nextCursor\":\"" + nextCursor + "\"}";
  }

  @Test
  void answersWithWhatLiesAfterTheCursor() throws Exception {
    publish(1);
    log.comment("not an event");
    log.publish("trade", "b");
    log.publish(null, null, "c");
    log.publish("7", "", "d");
    log.retry(5);
    Polled all = client.poll();
    assertThat(all.code).isEqualTo(200);
    assertThat(all.headers.get("Content-Type")).isEqualTo("application/json");
    assertThat(all.headers.get("Cache-Control")).isEqualTo("no-store");
    assertThat(all.headers.get("Content-Length")).isEqualTo("" + all.body.length());
    assertThat(all.body)
        .isEqualTo(
            "{\"events\":[{\"id\":\"1\",\"data\":\"x\"},"
                + "{\"id\":\"2\",\"type\":\"trade\",\"data\":\"b\"},"
                + "{\"data\":\"c\"},{\"id\":\"7\",\"type\":\"\",\"data\":\"d\"}],"
                + "\"nextCursor\":\"7\"}");
    assertThat(client.after("2"))
        .isEqualTo(
            "{\"events\":[{\"data\":\"c\"},{\"id\":\"7\",\"type\":\"\",\"data\":\"d\"}],"
                + "\"nextCursor\":\"7\"}");
  }

  @Test
  void sendsTextJsonAndBytes() throws Exception {
    log.publish("67340.10");
    log.publish(Payload.json("67340.10"));
    log.publish("t", Payload.json("{\"a\": 1,\n\"b\":1e400}"));
    log.publish("8", null, Payload.binary(new byte[] {0, -1, 62, -5}));
    log.publish(Payload.text("\"\\\n\u0001\u2028é😀\ud83d!\ude00"));
    String body = client.body();
    assertThat(body)
        .isEqualTo(
            "{\"events\":[{\"id\":\"1\",\"data\":\"67340.10\"},{\"id\":\"2\",\"data\":67340.10},"
                + "{\"id\":\"3\",\"type\":\"t\",\"data\":{\"a\": 1,\n\"b\":1e400}},"
                + "{\"id\":\"8\",\"data\":\"AP8++w==\",\"encoding\":\"base64\"},"
                + "{\"id\":\"9\",\"data\":\"\\\"\\\\\\u000a\\u0001\u2028é😀\\ud83d!\\ude00\"}],"
                + "\"nextCursor\":\"9\"}");
  }

  @Test
  void anEventStreamHasTheSamePayloadsAsText() throws Exception {
    log.publish(Payload.json("{\"a\":\n1}"));
    log.publish(Payload.binary(new byte[] {0, -1, 62, -5}));
    log.end();
    try (RawClient stream = RawClient.open(server, "/e")) {
      assertThat(stream.rest())
          .isEqualTo("id: 1\ndata: {\"a\":\ndata: 1}\n\nid: 2\ndata: AP8++w==\n\n");
    }
  }

  @Test
  void acceptTellsAPollFromAStream() throws Exception {
    assertThat(served("application/json")).isEqualTo(Served.LONG_POLL);
    assertThat(served("text/html, Application/JSON;q=0.9")).isEqualTo(Served.LONG_POLL);
    assertThat(served("application/json, text/event-stream;q=0.1")).isEqualTo(Served.SSE);
    assertThat(served("text/event-stream")).isEqualTo(Served.SSE);
    assertThat(served("*/*")).isEqualTo(Served.SSE);
    assertThat(served("application/jsonp")).isEqualTo(Served.SSE);
  }

  private Served served(String accept) throws Exception {
    Request request = new Request.Builder().url(server.url("/e")).header("Accept", accept).build();
    log.end();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(204);
      return server.takeRequest(Duration.ofSeconds(1)).served();
    }
  }

  @Test
  void theCursorComesInTheQueryOrTheHeader() throws Exception {
    log.publish("a b+c&é", null, "x");
    publish(2);
    assertThat(client.after("a b+c&é")).isEqualTo(answer("2", "1", "2"));
    SeenRequest seen = server.takeRequest(Duration.ofSeconds(1));
    assertThat(seen.cursor()).isEqualTo("a b+c&é");
    assertThat(seen.lastEventId()).isNull();
    assertThat(seen.queryParameter("timeout")).isNull();

    Request both = client.call("after", "1").request();
    both = both.newBuilder().header("Last-Event-ID", "a").build();
    Request header = both.newBuilder().url(server.url("/e")).header("Last-Event-ID", "1").build();
    for (Request request : new Request[] {both, header}) {
      try (Response response = new OkHttpClient().newCall(request).execute()) {
        assertThat(response.body().string()).isEqualTo(answer("2", "2"));
      }
    }
  }

  @Test
  void boundsAnAnswer() throws Exception {
    publish(201);
    assertThat(client.body()).endsWith("{\"id\":\"100\",\"data\":\"x\"}],\"nextCursor\":\"100\"}");
    assertThat(client.after("200")).isEqualTo(answer("201", "201"));
    log.longPolling().maxEvents(2);
    assertThat(client.after("5")).isEqualTo(answer("7", "6", "7"));
    assertThatThrownBy(() -> log.longPolling().maxEvents(0)).hasMessageContaining("0");
  }

  @Test
  void aLargeAnswerIsWhole() throws Exception {
    publish(5_000);
    log.longPolling().maxEvents(10_000);
    assertThat(client.body().split("\\{\"id\"")).hasSize(5_001);
  }

  @Test
  void speaksAsAsked() throws Exception {
    log.publish("trade", "b");
    log.longPolling().typeKey("event").nextCursor(false);
    assertThat(client.body())
        .isEqualTo("{\"events\":[{\"id\":\"1\",\"event\":\"trade\",\"data\":\"b\"}]}");
  }

  @Test
  void nextCursorNamesAPositionWhereNoIdDoes() throws Exception {
    doNotHold();
    log.longPolling().emptyAnswer(EmptyAnswer.EMPTY_LIST).maxEvents(1);
    assertThat(client.body()).isEqualTo(answer("@0"));
    publish(1);
    log.comment("counts as a place, not as an event");
    log.publish(null, null, "a");
    log.publish("", null, "b");
    publish(1);
    assertThat(client.after("@0")).isEqualTo(answer("1", "1"));
    assertThat(client.after("1"))
        .isEqualTo("{\"events\":[{\"data\":\"a\"}],\"nextCursor\":\"@3\"}");
    assertThat(client.after("@3")).endsWith("\"data\":\"b\"}],\"nextCursor\":\"@4\"}");
    assertThat(client.after("@4")).isEqualTo(answer("2", "2"));
    // A position that never was is unknown.
    assertThat(client.after("@77")).isEqualTo(answer("1", "1"));
  }

  @Test
  void replaysAsAStreamDoes() throws Exception {
    doNotHold();
    publish(5);
    assertThat(client.after("3")).isEqualTo(answer("5", "4", "5"));
    log.replay(Replay.extra(2));
    assertThat(client.after("3")).isEqualTo(answer("5", "2", "3", "4", "5"));
    assertThat(client.after("5")).isEqualTo(answer("5", "4", "5"));
    log.replay(Replay.fromStart());
    assertThat(client.after("5")).isEqualTo(answer("5", "1", "2", "3", "4", "5"));
    log.replay(Replay.ring(2));
    assertThat(client.after("1")).isEqualTo(answer("5", "4", "5"));
    assertThat(client.body()).isEqualTo(answer("5", "4", "5"));
    log.replay(Replay.liveOnly());
    assertThat(client.poll("after", "3").code).isEqualTo(204);
  }

  @Test
  void reportsWhatARingHasLost() throws Exception {
    doNotHold();
    publish(5);
    log.replay(Replay.ring(2)).longPolling().gaps(true);
    assertThat(client.after("2"))
        .isEqualTo(
            answer("5", "4", "5").replaceFirst("}$", ",\"gap\":{\"from\":\"2\",\"to\":\"4\"}}"));
    assertThat(client.after("unknown")).contains("\"gap\":{\"from\":\"unknown\",\"to\":\"4\"}");
    // Nothing lies between 3, which has fallen out, and 4.
    for (String honest : new String[] {"3", "4"}) {
      assertThat(client.after(honest)).doesNotContain("gap");
    }
    assertThat(client.body()).doesNotContain("gap");
    log.replay(Replay.exact());
    assertThat(client.after("unknown")).doesNotContain("gap");
  }

  @Test
  void emptyAnswers() throws Exception {
    doNotHold();
    publish(3);
    for (EmptyAnswer kind : EmptyAnswer.values()) {
      log.longPolling().emptyAnswer(kind);
      Polled empty = client.poll("after", "3");
      assertThat(empty.code).isEqualTo(kind.code);
      assertThat(empty.body).isEqualTo(kind == EmptyAnswer.EMPTY_LIST ? answer("3") : "");
    }
    log.startFromNow();
    assertThat(client.body()).isEqualTo(answer("3"));
    log.longPolling().nextCursor(false);
    assertThat(client.body()).isEqualTo("{\"events\":[]}");
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void countsByKind() throws Exception {
    publish(1);
    client.body();
    client.body();
    RawClient.open(server, "/e").close();
    assertThat(log.requestCount()).isEqualTo(3);
    assertThat(log.requestCount(Served.LONG_POLL)).isEqualTo(2);
    assertThat(log.requestCount(Served.SSE)).isEqualTo(1);
    assertThat(server.acceptedConnections()).isEqualTo(2);
  }
}
