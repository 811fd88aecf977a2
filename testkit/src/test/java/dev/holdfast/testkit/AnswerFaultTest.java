package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.RawClient.End;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerFaultTest {
  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/e").startFromBeginning();
  private final OkHttpClient client = new OkHttpClient.Builder().followRedirects(false).build();

  @AfterEach
  void close() {
    server.assertExhausted();
    server.close();
  }

  private Response get() throws Exception {
    return client.newCall(new Request.Builder().url(server.url("/e")).build()).execute();
  }

  @Test
  void status() throws Exception {
    log.enqueue(Fault.status(503, Headers.of("X-Reason", "deploy"), "back soon"))
        .enqueue(Fault.status(204))
        .enqueue(Fault.status(404));
    try (Response response = get()) {
      assertThat(response.code()).isEqualTo(503);
      assertThat(response.header("X-Reason")).isEqualTo("deploy");
      assertThat(response.body().string()).isEqualTo("back soon");
    }
    try (Response response = get()) {
      assertThat(response.code()).isEqualTo(204);
    }
    try (Response response = get()) {
      assertThat(response.code()).isEqualTo(404);
      assertThat(response.body().string()).isEmpty();
    }
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void aStatusWithAContentType() throws Exception {
    log.enqueue(
        Fault.status(403, Headers.of("Content-Type", "text/plain"), "<p>no</p>")
            .and(Fault.contentType("text/html")));
    try (Response response = get()) {
      assertThat(response.code()).isEqualTo(403);
      assertThat(response.headers("Content-Type")).containsExactly("text/html");
      assertThat(response.body().string()).isEqualTo("<p>no</p>");
    }
  }

  @Test
  void aStatusWhoseBodyIsCut() throws Exception {
    log.enqueue(Fault.status(500, Headers.of(), "broken").and(Fault.cutAfterBytes(3)));
    try (RawClient raw = RawClient.get(server, "/e")) {
      assertThat(raw.head()).startsWith("HTTP/1.1 500 ");
      assertThat(raw.body(3)).isEqualTo("bro");
      assertThat(raw.end()).isEqualTo(End.CUT);
    }
  }

  @Test
  void retryAfter() throws Exception {
    log.enqueue(Fault.retryAfter(429, 7))
        .enqueue(Fault.retryAfter(503, "Wed, 21 Oct 2026 07:28:00 GMT"));
    try (Response response = get()) {
      assertThat(response.code()).isEqualTo(429);
      assertThat(response.header("Retry-After")).isEqualTo("7");
    }
    try (Response response = get()) {
      assertThat(response.code()).isEqualTo(503);
      assertThat(response.header("Retry-After")).isEqualTo("Wed, 21 Oct 2026 07:28:00 GMT");
    }
  }

  @Test
  void redirect() throws Exception {
    log.enqueue(Fault.redirect("/elsewhere", 307));
    try (Response response = get()) {
      assertThat(response.code()).isEqualTo(307);
      assertThat(response.header("Location")).isEqualTo("/elsewhere");
    }
  }

  @Test
  void headersAndContentType() throws Exception {
    log.enqueue(
        Fault.contentType("text/html")
            .and(Fault.headers("Last-Event-ID", "9"))
            .and(Fault.eofAfterBytes(0)));
    try (Response response = get()) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.headers("Content-Type")).containsExactly("text/html");
      assertThat(response.header("Last-Event-ID")).isEqualTo("9");
    }
  }

  @Test
  void delaysTheHeaders() throws Exception {
    log.enqueue(Fault.delayHeaders(Duration.ofMillis(300)).and(Fault.status(200)));
    long start = System.nanoTime();
    try (Response response = get()) {
      assertThat(System.nanoTime() - start).isGreaterThan(290_000_000L);
      assertThat(response.code()).isEqualTo(200);
    }
  }

  @Test
  void neverAnswers() throws Exception {
    log.enqueue(Fault.neverAnswer());
    try (RawClient raw = RawClient.get(server, "/e")) {
      raw.socket.setSoTimeout(200);
      assertThatThrownBy(raw::rawByte).isInstanceOf(SocketTimeoutException.class);
      assertThat(server.openConnections()).isEqualTo(1);
    }
  }

  @Test
  void resetsInsteadOfAnAnswer() throws Exception {
    log.enqueue(Fault.resetInsteadOfAnswer());
    try (RawClient raw = RawClient.get(server, "/e")) {
      assertThatThrownBy(raw::rawByte)
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
    }
  }

  @Test
  void refusesAtAccept() throws Exception {
    server.refuseConnections(1);
    try (RawClient raw = new RawClient(server.port())) {
      assertThatThrownBy(raw::rawByte)
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
    }
    log.enqueue(Fault.eofAfterBytes(0));
    try (RawClient raw = RawClient.open(server, "/e")) {
      assertThat(raw.end()).isEqualTo(End.EOF);
    }
    assertThat(server.acceptedConnections()).isEqualTo(2);
    assertThat(server.takeRequest(Duration.ofSeconds(1)).connection()).isEqualTo(2);
  }

  @Test
  void sendsAnyBytesForAResponse() throws Exception {
    log.enqueue(Fault.rawResponse("HTTP/0.9? \u0000 never heard"));
    try (RawClient raw = RawClient.get(server, "/e")) {
      StringBuilder seen = new StringBuilder();
      for (int next = raw.rawByte(); next >= 0; next = raw.rawByte()) {
        seen.append((char) next);
      }
      assertThat(seen).hasToString("HTTP/0.9? \u0000 never heard");
    }
    log.enqueue(
        Fault.rawResponse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc"));
    try (Response response = get()) {
      assertThatThrownBy(() -> response.body().string()).isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void sendsALineWithoutEnd() throws Exception {
    log.enqueue(Fault.endlessLine());
    try (RawClient raw = RawClient.open(server, "/e")) {
      String line = raw.body(300_000);
      assertThat(line).startsWith("data: xxx").doesNotContain("\n");
    }
  }

  @Test
  void sendsHeadersWithoutEnd() throws Exception {
    log.enqueue(Fault.endlessHeaders());
    assertThatThrownBy(() -> get().close()).isInstanceOf(java.io.IOException.class);
    log.enqueue(Fault.endlessHeaders());
    try (RawClient raw = RawClient.get(server, "/e")) {
      for (int i = 0; i < 300_000; i++) {
        assertThat(raw.rawByte()).isPositive();
      }
    }
  }

  @Test
  void contradictionsAndNonsenseAreRefused() {
    assertThatThrownBy(() -> Fault.cutAfterBytes(1).and(Fault.eofAfterBytes(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CUT after 1 bytes")
        .hasMessageContaining("EOF after 2 bytes");
    assertThatThrownBy(() -> Fault.cutAfterBytes(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fault.slowDrip(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fault.delayHeaders(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
