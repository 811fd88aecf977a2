package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.LongPoll;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.dialect.PollResponse;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okio.Buffer;
import okio.GzipSink;
import okio.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What answers a request for an event stream as if it were a poll is heard all the same. */
@Timeout(60)
class PollSalvageTest {
  private final StreamServer server = StreamServer.builder().start();
  private final Environment env = Environment.system(null, null);
  private final HttpClients clients = new HttpClients(new OkHttpClient(), env.clock, env.readers);
  private final RecordingSink sink = new RecordingSink();
  private LineDialect dialect = new LineDialect();

  @AfterEach
  void close() {
    clients.close();
    env.timers.close();
    clients.evictIdle();
    server.close();
  }

  private static MockResponse.Builder lines(String lines) {
    return new MockResponse.Builder().setHeader("Content-Type", "text/lines").body(lines);
  }

  private AttemptSpec spec(UnaryOperator<StreamRequest.Builder> with, LongPoll.Builder polls) {
    StreamRequest.Builder request =
        StreamRequest.builder(server.url("/events?token=SECRET"))
            .longPoll(polls.dialect(dialect).build());
    return new AttemptSpec(with.apply(request).build(), 1, "1", false);
  }

  private AttemptEnd sse(AttemptSpec spec) throws InterruptedException {
    new SseTransport(clients, 0, env).open(spec, sink);
    AttemptEnd end = sink.expectEnd();
    assertThat(end.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(end.cause().reason()).isEqualTo(Reason.CONTENT_TYPE);
    assertThat(end.cause().getMessage()).contains("text/event-stream").doesNotContain("SECRET");
    return end;
  }

  private AttemptEnd sse(MockResponse.Builder answer) throws InterruptedException {
    server.handle("/events", request -> answer.build());
    return sse(spec(request -> request, LongPoll.builder()));
  }

  @Test
  void itsEventsComeFirstAndThenThePollsGoOn() throws Exception {
    server.handle(
        "/events",
        request -> {
          if ("text/event-stream".equals(request.header("Accept"))) {
            return lines("2|x").setHeader("Next", "5").build();
          }
          boolean goesOn = "5".equals(request.lastEventId());
          return goesOn
              ? lines("6|y").build()
              : lines("").headersDelay(20, TimeUnit.SECONDS).build();
        });
    AttemptSpec spec = spec(request -> request, LongPoll.builder());
    AttemptEnd end = sse(spec);
    assertThat(end.isPollAnswer()).isTrue();
    Attempt polls = new LongPollTransport(clients, 0, env).open(spec.after(end), sink);
    sink.expect("opened long-poll", "proven", "2@2 message x", "cursor 5");
    sink.expect("asked 5", "6@6 message y");
    polls.cancel();
    sink.awaitEnd();
  }

  @Test
  void acrossOriginsTheCursorWasWithheld() throws Exception {
    HttpUrl there = server.url("/there").newBuilder().host("localhost").build();
    server.handle("/there", request -> lines("2|x").build());
    AttemptEnd end =
        sse(new MockResponse.Builder().code(302).setHeader("Location", there.toString()));
    assertThat(end.pollAnswer().cursorWithheld).isTrue();
    assertThat(end.mayRefuseCursor()).isFalse();
  }

  @Test
  void gzipThatNobodyAskedForIsDecoded() throws Exception {
    Buffer zipped = new Buffer();
    try (Sink gzip = new GzipSink(zipped)) {
      gzip.write(new Buffer().writeUtf8("2|x"), 3);
    }
    AttemptEnd end = sse(lines("").body(zipped).setHeader("Content-Encoding", "gzip"));
    assertThat(end.pollAnswer().answer.events()).hasSize(1);
  }

  @Test
  void anythingElseIsJustRefused() throws Exception {
    assertThat(sse(lines("2|x").setHeader("Content-Type", "text/html")).isPollAnswer()).isFalse();
    assertThat(sse(lines("2|x").removeHeader("Content-Type")).isPollAnswer()).isFalse();
    assertThat(sse(lines("no bar")).isPollAnswer()).isFalse();
    assertThat(sse(lines("2|x").setHeader("Content-Encoding", "br")).isPollAnswer()).isFalse();
    assertThat(sse(lines("2|" + "x".repeat(17 << 20))).isPollAnswer()).isFalse();
    assertThat(sse(lines("2|x").setHeader("Next", "x".repeat(5_000))).isPollAnswer()).isFalse();
  }

  @Test
  void aDialectThatThrowsChangesNothing() throws Exception {
    dialect =
        new LineDialect() {
          @Override
          public PollAnswer read(PollResponse response) {
            throw new StackOverflowError();
          }
        };
    assertThat(sse(lines("2|x")).isPollAnswer()).isFalse();
  }

  @Test
  void aBodyThatTheDialectDoesNotWantIsNotWaitedFor() throws Exception {
    MockResponse.Builder slow = lines("2|x".repeat(10_000)).setHeader("Content-Type", "text/html");
    assertThat(sse(slow.throttleBody(10, 1, TimeUnit.SECONDS)).isPollAnswer()).isFalse();
  }

  @Test
  void aCancelIsPrompt() throws Exception {
    server.handle(
        "/events",
        request -> lines("2|" + "x".repeat(1_000)).throttleBody(1, 1, TimeUnit.SECONDS).build());
    Attempt attempt =
        new SseTransport(clients, 0, env).open(spec(request -> request, LongPoll.builder()), sink);
    server.takeRequest(Duration.ofSeconds(10));
    attempt.cancel();
    assertThat(sink.expectEnd().isPollAnswer()).isFalse();
  }

  @Test
  void onlyWhatAPollWouldAskForIsLookedAt() throws Exception {
    dialect =
        new LineDialect() {
          @Override
          public PollAnswer read(PollResponse response) throws IOException {
            throw new AssertionError("asked");
          }
        };
    server.handle("/events", request -> lines("2|x").build());
    HttpUrl elsewhere = server.url("/elsewhere");
    LongPoll.Builder there = LongPoll.builder().url(elsewhere);
    assertThat(PollSalvage.of(spec(r -> r, there).request(), env.timers)).isNull();
    assertThat(
            PollSalvage.of(
                spec(r -> r.transports(TransportType.SSE), LongPoll.builder()).request(),
                env.timers))
        .isNull();
    LongPoll.Builder here = LongPoll.builder().url(server.url("/events?token=SECRET"));
    assertThat(PollSalvage.of(spec(r -> r.post("{}", "text/plain"), here).request(), env.timers))
        .isNull();
    assertThat(PollSalvage.of(spec(r -> r, here).request(), env.timers)).isNotNull();
    assertThat(sse(spec(r -> r, there)).isPollAnswer()).isFalse();
  }

  @Test
  void aPageThatForbidsIsRefusedHereToo() throws Exception {
    server.handle(
        "/events",
        request ->
            new MockResponse.Builder().code(403).setHeader("Content-Type", "text/html").build());
    new SseTransport(clients, 0, env).open(spec(r -> r, LongPoll.builder()), sink);
    assertThat(sink.expectEnd().isForbiddenPage()).isTrue();
  }
}
