package dev.holdfast.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.RawClient.End;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/e").startFromBeginning();

  @AfterEach
  void close() {
    server.assertExhausted();
    server.close();
  }

  private String whole() throws Exception {
    try (RawClient client = RawClient.open(server, "/e")) {
      log.end();
      return client.rest();
    }
  }

  @Test
  void writesTheEventStreamFormat() throws Exception {
    log.publish("plain");
    log.publish("trade", "two\nlines");
    log.publish(null, null, "neither");
    log.publish("", "", "both empty");
    log.comment("hello");
    log.retry(250);
    log.raw("data: é".getBytes(UTF_8));
    assertThat(whole())
        .isEqualTo(
            "id: 1\ndata: plain\n\n"
                + "id: 2\nevent: trade\ndata: two\ndata: lines\n\n"
                + "data: neither\n\n"
                + "id: \nevent: \ndata: both empty\n\n"
                + ": hello\n\n"
                + "retry: 250\n\n"
                + "data: é");
    assertThat(log.published()).isEqualTo(4);
  }

  @Test
  void endsLinesAsAsked() throws Exception {
    log.lineEnding(LineEnding.CRLF).publish("a");
    log.lineEnding(LineEnding.CR).publish("b\r\nc");
    assertThat(whole()).isEqualTo("id: 1\r\ndata: a\r\n\r\nid: 2\rdata: b\rdata: c\r\r");
  }

  @Test
  void writesInPiecesAsAsked() throws Exception {
    log.writeSize(5).publish("abcdef");
    try (RawClient client = RawClient.open(server, "/e")) {
      log.end();
      assertThat(client.rest()).isEqualTo("id: 1\ndata: abcdef\n\n");
      assertThat(client.chunkSizes).containsExactly(5, 5, 5, 5);
    }
  }

  @Test
  void answersWithTheEventStreamHead() throws Exception {
    try (RawClient client = RawClient.get(server, "/e")) {
      assertThat(client.head())
          .isEqualTo(
              "HTTP/1.1 200 OK\nContent-Type: text/event-stream\nCache-Control: no-cache\n"
                  + "Transfer-Encoding: chunked\n");
    }
  }

  @Test
  void reachesEveryOpenConnectionAtOnce() throws Exception {
    try (RawClient one = RawClient.open(server, "/e");
        RawClient two = RawClient.open(server, "/e")) {
      log.awaitSubscribers(2, Duration.ofSeconds(2));
      long start = System.nanoTime();
      log.publish("x");
      one.body(15);
      two.body(15);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(200));
    }
  }

  @Test
  void whatIsPublishedWhileHeadersAreDelayedIsNotMissed() throws Exception {
    log.startFromNow().enqueue(Fault.delayHeaders(Duration.ofMillis(200)));
    try (RawClient client = RawClient.get(server, "/e")) {
      server.takeRequest(Duration.ofSeconds(2));
      log.publish("x");
      client.head();
      assertThat(client.body(15)).isEqualTo("id: 1\ndata: x\n\n");
    }
  }

  @Test
  void sendsHeartbeatsWhileIdle() throws Exception {
    log.heartbeat(Duration.ofMillis(20));
    try (RawClient client = RawClient.open(server, "/e")) {
      assertThat(client.body(9)).isEqualTo(":\n\n:\n\n:\n\n");
    }
  }

  @Test
  void isSilentWithoutHeartbeats() throws Exception {
    try (RawClient client = RawClient.open(server, "/e")) {
      assertThat(client.end()).isEqualTo(End.SILENCE);
    }
  }

  @Test
  void anEndedStreamReplaysThenAnswers204() throws Exception {
    log.publish("a");
    log.end();
    try (RawClient client = RawClient.open(server, "/e")) {
      assertThat(client.rest()).isEqualTo("id: 1\ndata: a\n\n");
      client.send("GET /e HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 1\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 204 ");
    }
    assertThatThrownBy(() -> log.publish("b")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void disconnectEndsBodiesAndTheStreamGoesOn() throws Exception {
    log.publish("a");
    try (RawClient client = RawClient.open(server, "/e")) {
      log.disconnect();
      log.publish("b");
      assertThat(client.rest()).isEqualTo("id: 1\ndata: a\n\n");
    }
    try (RawClient client = RawClient.resume(server, "/e", "1")) {
      assertThat(client.body(15)).isEqualTo("id: 2\ndata: b\n\n");
    }
  }

  @Test
  void refusesWhatWouldBreakTheFormat() {
    assertThatThrownBy(() -> log.publish("a\nb", null, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id");
    assertThatThrownBy(() -> log.publish("a\rb", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("type");
    assertThat(log.published()).isZero();
    assertThatThrownBy(() -> log.writeSize(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
