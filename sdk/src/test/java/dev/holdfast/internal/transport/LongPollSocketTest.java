package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.testkit.SeenRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What polls look like over real sockets, and what the heads of their answers mean. */
class LongPollSocketTest extends LongPollSockets {
  @Test
  void thisIsWhatAPollLooksLike() throws Exception {
    serve(request -> request.query().contains("after") ? held() : lines("é|x").build());
    open(request().header("Authorization", "Bearer SECRET").header("Accept", "a/b").build(), null);
    SeenRequest first = server.takeRequest(WAIT);
    assertThat(first.method()).isEqualTo("GET");
    assertThat(first.header("Accept")).isEqualTo("a/b");
    assertThat(first.header("Cache-Control")).isEqualTo("no-store");
    assertThat(first.header("User-Agent")).startsWith("holdfast/");
    assertThat(first.header("Accept-Encoding")).isEqualTo("gzip");
    assertThat(first.header("Authorization")).isEqualTo("Bearer SECRET");
    assertThat(first.lastEventId()).isNull();
    SeenRequest second = server.takeRequest(WAIT);
    assertThat(second.lastEventId()).isEqualTo("é");
    assertThat(second.query()).contains("token=SECRET", "hold=25", "after=%C3%A9");
    sink.expect("opened long-poll", "proven", "é@é message x");
  }

  @Test
  void theBodyOfAPostIsNotPolledWith() throws Exception {
    serve(request -> held());
    open(request().post("{}", "application/json").build(), null);
    SeenRequest request = server.takeRequest(WAIT);
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.body().size()).isZero();
    assertThat(request.header("Content-Type")).isNull();
    assertThat(request.header("Accept")).isEqualTo("text/lines");
  }

  @Test
  void anotherUrlCanBeNamed() throws Exception {
    settings.url(server.url("/elsewhere"));
    server.handle("/elsewhere", request -> held());
    open((String) null);
    assertThat(server.takeRequest(WAIT).path()).isEqualTo("/elsewhere");
  }

  @Test
  void aHundredPollsTakeOneConnection() throws Exception {
    AtomicInteger polls = new AtomicInteger();
    serve(
        request -> {
          int n = polls.incrementAndGet();
          return n > 100 ? held() : lines(n + "|x").build();
        });
    open((String) null);
    for (int n = 0; n <= 100; n++) {
      server.takeRequest(WAIT);
    }
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"204", "304", "408"})
  void anEmptyAnswerIsAnAnswerAndKeepsTheConnection(int status) throws Exception {
    AtomicInteger polls = new AtomicInteger();
    String body = status == 408 ? "nothing" : "";
    settings.interval(Duration.ofMillis(2));
    serve(
        request ->
            polls.incrementAndGet() > 5
                ? held()
                : new MockResponse.Builder().code(status).body(body).build());
    open("9");
    for (int n = 0; n < 6; n++) {
      assertThat(server.takeRequest(WAIT).lastEventId()).isEqualTo("9");
    }
    sink.expect("opened long-poll", "proven");
    sink.expectNothing();
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "400, REFUSED, HTTP_STATUS",
    "401, REJECTED, CREDENTIALS_REFUSED",
    "403, REJECTED, CREDENTIALS_REFUSED",
    "404, REFUSED, HTTP_STATUS",
    "405, REFUSED, HTTP_STATUS",
    "406, REFUSED, HTTP_STATUS",
    "410, REFUSED, HTTP_STATUS",
    "412, REFUSED, HTTP_STATUS",
    "415, REFUSED, HTTP_STATUS",
    "422, REFUSED, HTTP_STATUS",
    "426, REFUSED, HTTP_STATUS",
    "429, LOST, HTTP_STATUS",
    "500, LOST, HTTP_STATUS",
    "501, REFUSED, HTTP_STATUS",
    "502, LOST, HTTP_STATUS",
    "503, LOST, HTTP_STATUS",
    "504, LOST, HTTP_STATUS",
  })
  void aStatusHasItsVerdict(int status, Verdict verdict, Reason reason) throws Exception {
    serve(
        request ->
            new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "text/plain")
                .setHeader("Retry-After", "7")
                .body("no")
                .build());
    open("9");
    AttemptEnd end = ends(verdict, reason);
    assertThat(end.cause().statusCode()).isEqualTo(status);
    assertThat(end.retryAfterNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(7));
    assertThat(end.cause().response().transport()).isEqualTo(TransportType.LONG_POLL);
    assertThat(end.mayRefuseCursor())
        .isEqualTo(status == 400 || status == 410 || status == 412 || status == 422);
  }

  @Test
  void aPageThatForbidsIsNotTheServers() throws Exception {
    serve(
        request ->
            new MockResponse.Builder()
                .code(403)
                .setHeader("Content-Type", "text/html; charset=utf-8")
                .body("<html>")
                .build());
    open((String) null);
    assertThat(ends(Verdict.REFUSED, Reason.CREDENTIALS_REFUSED).isForbiddenPage()).isTrue();
  }

  @Test
  void aRateLimitKeepsTheConnection() throws Exception {
    serve(request -> new MockResponse.Builder().code(429).body("slow down").build());
    open((String) null);
    ends(Verdict.LOST, Reason.HTTP_STATUS);
    open((String) null);
    ends(Verdict.LOST, Reason.HTTP_STATUS);
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @Test
  void aRedirectIsFollowedWithTheCursor() throws Exception {
    serve(
        request ->
            new MockResponse.Builder().code(307).setHeader("Location", "/there?after=x").build());
    server.handle(
        "/there", request -> "9".equals(request.lastEventId()) ? lines("10|x").build() : held());
    open("9");
    sink.expect("opened long-poll", "proven", "10@10 message x");
  }

  @Test
  void noCursorNorHeaderGoesToAnotherOrigin() throws Exception {
    HttpUrl there = server.url("/there").newBuilder().host("localhost").build();
    serve(
        request ->
            new MockResponse.Builder().code(302).setHeader("Location", there.toString()).build());
    AtomicInteger polls = new AtomicInteger();
    server.handle(
        "/there",
        request -> {
          boolean bare = request.lastEventId() == null && request.header("Authorization") == null;
          int n = polls.incrementAndGet();
          return n > 2 || !bare ? held() : lines((9 + n) + "|x").build();
        });
    open(request().header("Authorization", "Bearer SECRET").build(), "9");
    sink.expect("opened long-poll withheld", "proven", "10@10 message x");
    sink.expect("asked null", "11@11 message x");
  }

  @Test
  void aRedirectLoopIsRefused() throws Exception {
    serve(request -> new MockResponse.Builder().code(302).setHeader("Location", "/poll").build());
    open((String) null);
    ends(Verdict.REFUSED, Reason.REDIRECT);
  }

  @Test
  void anEventStreamIsRefusedAtOnce() throws Exception {
    serve(
        request ->
            new MockResponse.Builder()
                .setHeader("Content-Type", "text/event-stream")
                .body(": x\n".repeat(10_000))
                .throttleBody(10, 1, TimeUnit.SECONDS)
                .build());
    open((String) null);
    assertThat(ends(Verdict.REFUSED, Reason.CONTENT_TYPE).cause().getMessage())
        .contains("event stream");
  }

  @Test
  void aPageIsRefused() throws Exception {
    serve(
        request ->
            new MockResponse.Builder()
                .setHeader("Content-Type", "text/html")
                .body("<html>sign in</html>")
                .build());
    open((String) null);
    assertThat(ends(Verdict.REFUSED, Reason.CONTENT_TYPE).cause().getMessage())
        .contains("content type \"text/html\"", "lines", "/poll");
  }
}
