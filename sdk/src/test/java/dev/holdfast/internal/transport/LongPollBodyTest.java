package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.Verdict;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.dialect.PollResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the bodies of answers may be, and how a poll is given up, over real sockets. */
class LongPollBodyTest extends LongPollSockets {
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
