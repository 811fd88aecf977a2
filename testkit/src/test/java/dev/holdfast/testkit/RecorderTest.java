package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  private final StreamServer server = StreamServer.builder().start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void recordsAPostAndStreamsItsAnswer() throws Exception {
    EventLog log = server.stream("/chat").startFromBeginning();
    log.publish("token", "Hi");
    log.end();
    Request request =
        new Request.Builder()
            .url(server.url("/chat?model=m"))
            .header("X-Key", "k")
            .post(RequestBody.create("{\"q\":1}", MediaType.get("application/json")))
            .build();
    long before = System.nanoTime();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      assertThat(response.body().string()).isEqualTo("id: 1\nevent: token\ndata: Hi\n\n");
    }

    SeenRequest seen = server.takeRequest(SOON);
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(seen.target()).isEqualTo("/chat?model=m");
    assertThat(seen.path()).isEqualTo("/chat");
    assertThat(seen.query()).isEqualTo("model=m");
    assertThat(seen.header("x-key")).isEqualTo("k");
    assertThat(seen.body().utf8()).isEqualTo("{\"q\":1}");
    assertThat(seen.connection()).isEqualTo(1);
    assertThat(seen.protocol()).isEqualTo("HTTP/1.1");
    assertThat(seen.lastEventId()).isNull();
    assertThat(seen.nanoTime()).isBetween(before, System.nanoTime());
    server.assertExhausted();
    server.assertAllRequestsTaken();
  }

  @Test
  void takesRequestsByPath() throws Exception {
    server.handle("/a", request -> new MockResponse.Builder().body("A").build());
    server.handle("/b", request -> new MockResponse.Builder().body("B").build());
    for (String path : List.of("/a", "/b")) {
      try (RawClient client = RawClient.get(server, path)) {
        assertThat(client.head()).startsWith("HTTP/1.1 200 OK");
      }
    }
    assertThat(server.takeRequest("/b", SOON).path()).isEqualTo("/b");
    assertThatThrownBy(server::assertAllRequestsTaken).hasMessageContaining("not taken: GET /a");
    assertThat(server.takeRequest(SOON).path()).isEqualTo("/a");
    server.assertAllRequestsTaken();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aRequestThatDoesNotComeIsAFailure() {
    assertThatThrownBy(() -> server.takeRequest(Duration.ofMillis(20)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no request within PT0.02S");
    assertThatThrownBy(() -> server.stream("/e").awaitSubscribers(1, Duration.ofMillis(20)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void leftOversAreFailures() throws Exception {
    server.stream("/e").enqueue(Fault.cutAfterBytes(5));
    server.refuseConnections(2);
    assertThatThrownBy(server::assertExhausted)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no request to /e met Fault {ENDING=CUT after 5 bytes}")
        .hasMessageContaining("2 connections were still to be refused");
  }

  @Test
  void askingForWhatIsNotServedIsAFailure() throws Exception {
    try (RawClient client = RawClient.get(server, "/nowhere")) {
      assertThat(client.head()).startsWith("HTTP/1.1 404 ");
    }
    assertThatThrownBy(server::assertExhausted).hasMessageContaining("GET /nowhere");
  }

  @Test
  void generatedSchedulesFollowTheQueueAndSeeTheConnection() throws Exception {
    EventLog log = server.stream("/e");
    List<String> seen = new ArrayList<>();
    log.enqueue(Fault.status(503))
        .faults(
            info -> {
              seen.add(info.number() + " after " + info.lastEventId());
              return info.number() == 2 ? Fault.eofAfterBytes(0) : Fault.status(410);
            });
    List<String> statuses = new ArrayList<>();
    for (String cursor : List.of("a", "b", "c")) {
      try (RawClient client = new RawClient(server.port())) {
        client.send("GET /e HTTP/1.1\r\nHost: x\r\nLast-Event-ID: " + cursor + "\r\n\r\n");
        statuses.add(client.head().substring(9, 12));
      }
    }
    assertThat(statuses).containsExactly("503", "200", "410");
    assertThat(seen).containsExactly("2 after b", "3 after c");
    assertThat(log.requestCount()).isEqualTo(3);
    server.assertExhausted();
  }

  @Test
  void aScheduleThatThrowsIsAFailure() throws Exception {
    server.stream("/e")
        .faults(
            info -> {
              throw new IllegalStateException("boom");
            });
    try (RawClient client = RawClient.get(server, "/e")) {
      assertThat(client.head()).startsWith("HTTP/1.1 500 ");
    }
    assertThatThrownBy(server::assertExhausted).hasMessageContaining("boom");
  }
}
