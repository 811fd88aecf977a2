package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.LongPoll;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.dialect.LongPollDialect;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.dialect.PollResponse;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Sink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Polls over real sockets: what servers answer, and what becomes of their connections. */
@Timeout(60)
class LongPollSocketTest {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final StreamServer server = StreamServer.builder().start();
  private final Environment env = Environment.system(null);
  private final HttpClients clients = new HttpClients(new OkHttpClient(), env.clock);
  private final RecordingSink sink = new RecordingSink();
  private final CountDownLatch over = new CountDownLatch(1);
  private LongPollDialect dialect = new LineDialect();
  private LongPoll.Builder settings = LongPoll.builder();
  private long maxEventBytes = 1 << 20;
  private @Nullable Attempt attempt;

  @AfterEach
  void close() {
    over.countDown();
    if (attempt != null) {
      attempt.cancel();
    }
    clients.close();
    env.timers.close();
    clients.evictIdle();
    server.close();
  }

  private void serve(Function<SeenRequest, MockResponse> handler) {
    server.handle("/poll", handler::apply);
  }

  private static MockResponse.Builder lines(String lines) {
    return new MockResponse.Builder().setHeader("Content-Type", "text/lines").body(lines);
  }

  /** A poll that is held for longer than the test takes. */
  private static MockResponse held() {
    return lines("").headersDelay(20, TimeUnit.SECONDS).build();
  }

  private StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/poll?token=SECRET"))
        .maxEventBytes(maxEventBytes)
        .longPoll(settings.dialect(dialect).build());
  }

  private Attempt open(StreamRequest request, @Nullable String cursor) {
    attempt =
        new LongPollTransport(clients, 0, env)
            .open(new AttemptSpec(request, 1, cursor, false), sink);
    return attempt;
  }

  private void open(@Nullable String cursor) {
    open(request().build(), cursor);
  }

  private AttemptEnd ends(Verdict verdict, Reason reason) throws InterruptedException {
    AttemptEnd end = sink.awaitEnd();
    assertThat(end.verdict()).isEqualTo(verdict);
    assertThat(end.cause().reason()).isEqualTo(reason);
    assertThat(end.cause().getMessage()).doesNotContain("SECRET").doesNotContain("\n");
    return end;
  }

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

  @Test
  void anEncodingThatNobodyAskedForIsRefused() throws Exception {
    serve(request -> lines("1|x").setHeader("Content-Encoding", "br").build());
    open((String) null);
    ends(Verdict.REFUSED, Reason.CONTENT_TYPE);
  }

  @Test
  void aMalformedAnswerIsABrokenProtocol() throws Exception {
    serve(request -> lines("no bar").build());
    open((String) null);
    AttemptEnd end = ends(Verdict.LOST, Reason.PROTOCOL);
    assertThat(end.isBrokenProtocol()).isTrue();
    assertThat(end.cause().getMessage()).contains("no bar in a line");
  }

  @Test
  void aNextCursorThatCannotBeSentIsToo() throws Exception {
    serve(request -> lines("1|x").setHeader("Next", "x".repeat(5_000)).build());
    open((String) null);
    assertThat(ends(Verdict.LOST, Reason.PROTOCOL).cause().getMessage()).contains("nextCursor");
    assertThat(sink.connection).isNull();
  }

  @Test
  void anAnswerThatBreaksOffIsLost() throws Exception {
    serve(
        request ->
            lines("1|" + "x".repeat(100_000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
    open((String) null);
    AttemptEnd end = ends(Verdict.LOST, Reason.CONNECTION_LOST);
    assertThat(end.isBrokenProtocol()).isFalse();
    assertThat(sink.connection).isNull();
  }

  @Test
  void aDialectThatMakesSomethingOfAPartIsNotBelieved() throws Exception {
    dialect =
        new LineDialect() {
          @Override
          public PollAnswer read(PollResponse response) {
            try {
              response.body();
            } catch (IOException swallowed) {
              // As a careless dialect does.
            }
            return PollAnswer.builder().build();
          }
        };
    serve(
        request ->
            lines("1|" + "x".repeat(100_000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
    open((String) null);
    ends(Verdict.LOST, Reason.CONNECTION_LOST);
  }

  @Test
  void aBodyWithoutEndIsBounded() throws Exception {
    Buffer chunk = new Buffer().writeUtf8("1|" + "x".repeat(60_000));
    AtomicInteger sent = new AtomicInteger();
    serve(request -> lines("").body(endless(chunk, sent)).build());
    open((String) null);
    AttemptEnd end = ends(Verdict.LOST, Reason.EVENT_TOO_LARGE);
    assertThat(end.isBrokenProtocol()).isTrue();
    assertThat(end.cause().getMessage()).contains("1048576 bytes");
    assertThat(sent.get()).isLessThan(2_000);
  }

  /** A gibibyte and more, unless the client has enough before that. */
  private static MockResponseBody endless(Buffer chunk, AtomicInteger sent) {
    return new MockResponseBody() {
      @Override
      public long getContentLength() {
        return -1;
      }

      @Override
      public void writeTo(BufferedSink to) throws IOException {
        while (sent.incrementAndGet() < 20_000) {
          chunk.copyTo(to.getBuffer(), 0, chunk.size());
          to.emitCompleteSegments();
        }
      }
    };
  }

  @Test
  void aLengthThatIsTooMuchIsNotRead() throws Exception {
    maxEventBytes = 1_000;
    serve(request -> lines("1|" + "x".repeat(2_000)).build());
    open((String) null);
    ends(Verdict.LOST, Reason.EVENT_TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void gzipIsDecoded(boolean askedByTheApp) throws Exception {
    serve(
        request -> request.lastEventId() == null ? gzip("1|" + "x".repeat(5_000)).build() : held());
    StreamRequest.Builder request = request();
    open((askedByTheApp ? request.header("Accept-Encoding", "gzip") : request).build(), null);
    sink.expect("opened long-poll", "proven", "1@1 message " + "x".repeat(5_000));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aGzipBombIsBounded(boolean askedByTheApp) throws Exception {
    serve(request -> gzip("1|" + "x".repeat(50 << 20)).build());
    StreamRequest.Builder request = request();
    open((askedByTheApp ? request.header("Accept-Encoding", "gzip") : request).build(), null);
    ends(Verdict.LOST, Reason.EVENT_TOO_LARGE);
  }

  private static MockResponse.Builder gzip(String text) {
    Buffer zipped = new Buffer();
    try (Sink sink = new GzipSink(zipped)) {
      Buffer plain = new Buffer().writeUtf8(text);
      sink.write(plain, plain.size());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return lines("").body(zipped).setHeader("Content-Encoding", "gzip");
  }

  @ParameterizedTest
  @CsvSource({"url", "accept", "badAccept", "nullUrl", "read", "error"})
  void whatADialectThrowsIsContained(String where) throws Exception {
    dialect =
        new LineDialect() {
          @Override
          public HttpUrl url(HttpUrl url, String cursor, Duration hold) {
            fail("url");
            return where.equals("nullUrl") ? null : super.url(url, cursor, hold);
          }

          @Override
          public String accept() {
            fail("accept");
            return where.equals("badAccept") ? "a\nb" : super.accept();
          }

          @Override
          public PollAnswer read(PollResponse response) throws IOException {
            fail("read");
            if (where.equals("error")) {
              return read(response);
            }
            return super.read(response);
          }

          private void fail(String here) {
            if (where.equals(here)) {
              throw new IllegalStateException("theirs");
            }
          }

          @Override
          public String toString() {
            throw new IllegalStateException("nameless");
          }
        };
    serve(request -> lines("1|x").build());
    open((String) null);
    AttemptEnd end = ends(Verdict.LOST, Reason.DIALECT_FAILED);
    assertThat(end.cause().getCause()).isNotNull();
    assertThat(end.isBrokenProtocol()).isFalse();
  }

  @Test
  void aDialectThatBlocksIsGivenUpAfterACancel() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    dialect =
        new LineDialect() {
          @Override
          public PollAnswer read(PollResponse response) throws IOException {
            inside.countDown();
            try {
              over.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            return super.read(response);
          }
        };
    serve(request -> lines("1|x").build());
    open((String) null);
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    attempt.cancel();
    sink.expect("abandoned");
    over.countDown();
    sink.expectNothing();
  }

  @Test
  void aCancelFreesTheSocketOfAPoll() throws Exception {
    serve(request -> held());
    open((String) null);
    server.takeRequest(WAIT);
    attempt.cancel();
    sink.expectEnd();
  }

  @Test
  void aCancelWhileABodyTricklesIsPrompt() throws Exception {
    serve(
        request -> lines("1|" + "x".repeat(50_000)).throttleBody(10, 1, TimeUnit.SECONDS).build());
    open((String) null);
    server.takeRequest(WAIT);
    attempt.cancel();
    sink.expectEnd();
  }

  @Test
  void anIdleConnectionThatTheServerClosedIsReplaced() throws Exception {
    AtomicInteger polls = new AtomicInteger();
    settings.interval(Duration.ofMillis(300));
    serve(
        request -> {
          int n = polls.incrementAndGet();
          return n > 3 ? held() : lines(n + "|x").build();
        });
    open((String) null);
    sink.expect("opened long-poll", "proven", "1@1 message x");
    server.dropConnections();
    sink.expect("asked 1", "2@2 message x");
    server.dropConnections();
    sink.expect("asked 2", "3@3 message x");
    assertThat(sink.end).isNull();
  }
}
