package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.LongPoll;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.Verdict;
import dev.holdfast.dialect.LongPollDialect;
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
import okhttp3.OkHttpClient;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Sink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Polls of a server over real sockets. */
abstract class LongPollSockets {
  static final Duration WAIT = Duration.ofSeconds(10);

  final StreamServer server = StreamServer.builder().start();
  final Environment env = Environment.system(null, null);
  final HttpClients clients = new HttpClients(new OkHttpClient(), env.clock, env.readers);
  final RecordingSink sink = new RecordingSink();
  final CountDownLatch over = new CountDownLatch(1);
  LongPollDialect dialect = new LineDialect();
  LongPoll.Builder settings = LongPoll.builder();
  long maxEventBytes = 1 << 20;
  @Nullable Attempt attempt;

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

  void serve(Function<SeenRequest, MockResponse> handler) {
    server.handle("/poll", handler::apply);
  }

  static MockResponse.Builder lines(String lines) {
    return new MockResponse.Builder().setHeader("Content-Type", "text/lines").body(lines);
  }

  /** A poll that is held for longer than the test takes. */
  static MockResponse held() {
    return lines("").headersDelay(20, TimeUnit.SECONDS).build();
  }

  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/poll?token=SECRET"))
        .maxEventBytes(maxEventBytes)
        .longPoll(settings.dialect(dialect).build());
  }

  Attempt open(StreamRequest request, @Nullable String cursor) {
    attempt =
        new LongPollTransport(clients, 0, env)
            .open(new AttemptSpec(request, 1, cursor, false), sink);
    return attempt;
  }

  void open(@Nullable String cursor) {
    open(request().build(), cursor);
  }

  AttemptEnd ends(Verdict verdict, Reason reason) throws InterruptedException {
    AttemptEnd end = sink.awaitEnd();
    assertThat(end.verdict()).isEqualTo(verdict);
    assertThat(end.cause().reason()).isEqualTo(reason);
    assertThat(end.cause().getMessage()).doesNotContain("SECRET").doesNotContain("\n");
    return end;
  }

  /** A gibibyte and more, unless the client has enough before that. */
  static MockResponseBody endless(Buffer chunk, AtomicInteger sent) {
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

  static MockResponse.Builder gzip(String text) {
    Buffer zipped = new Buffer();
    try (Sink sink = new GzipSink(zipped)) {
      Buffer plain = new Buffer().writeUtf8(text);
      sink.write(plain, plain.size());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return lines("").body(zipped).setHeader("Content-Encoding", "gzip");
  }
}
