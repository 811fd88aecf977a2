package dev.holdfast.internal.transport;

import dev.holdfast.StreamException;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.wire.EventStreamParser;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One SSE connection, read to its end on one thread. */
final class SseReader implements Attempt, Runnable {
  /** What takes less was there before, perhaps for long: the system buffers it, too. */
  static final long NEWS_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final HttpClients clients;
  private final Clock clock;
  private final AttemptSpec spec;
  private final AttemptSink sink;
  private final Exchange exchange;
  private final @Nullable PollSalvage salvage;
  private volatile long waitsSince = NOT_WAITING;

  SseReader(
      HttpClients clients,
      OkHttpClient client,
      Clock clock,
      AttemptSpec spec,
      Request bare,
      Request first,
      AttemptSink sink,
      @Nullable PollSalvage salvage) {
    this.clients = clients;
    this.clock = clock;
    this.spec = spec;
    this.sink = sink;
    this.exchange = new Exchange(clients, client, bare, first, this::sent);
    this.salvage = salvage;
  }

  @Override
  public void cancel() {
    exchange.cancel();
  }

  @Override
  public long waitsSince() {
    return waitsSince;
  }

  private void sent() {
    sink.sent();
    waitsSince = clock.nanoTime();
  }

  @Override
  public void run() {
    sink.begun();
    clients.evictRetired();
    AttemptEnd end;
    try {
      end = receive();
    } catch (Throwable e) {
      end = Failures.unexpected(e, exchange.at());
    }
    clients.readerEnded();
    sink.ended(end);
  }

  private AttemptEnd receive() {
    try (Response response = exchange.execute()) {
      waitsSince = NOT_WAITING;
      AttemptEnd refusal = ResponseRules.judge(response, spec.number(), clock.wallMillis());
      if (refusal == null) {
        return readEvents(response);
      }
      if (salvage != null) {
        refusal = salvage.orPollAnswer(refusal, response, exchange, spec);
      }
      return spec.cursor() != null && !exchange.leftOrigin() ? refusal.cursorSeen() : refusal;
    } catch (IOException e) {
      return Failures.beforeResponse(e, exchange.at());
    }
  }

  private AttemptEnd readEvents(Response response) {
    boolean withheld = exchange.leftOrigin() && spec.cursor() != null;
    sink.opened(ResponseRules.info(response, spec.number(), TransportType.SSE), withheld);
    long limit = spec.request().maxEventBytes();
    String cursor = spec.cursor() == null || withheld ? "" : spec.cursor();
    SseEvents events = new SseEvents(sink, withheld ? null : spec.cursor());
    EventStreamParser parser = new EventStreamParser(cursor, limit, limit, events);
    BufferedSource source = response.body().source();
    try {
      boolean proven = false;
      while (awaitBytes(source, events)) {
        if (!proven && hasLine(source.getBuffer())) {
          // Before its events, during which another connection may take over.
          proven = true;
          sink.proven();
        }
        parser.consume(source.getBuffer());
      }
      return AttemptEnd.of(
          Verdict.LOST,
          StreamException.Reason.RESPONSE_ENDED,
          "the server ended the response: " + Redaction.url(exchange.at()));
    } catch (IOException e) {
      // Else closing a body that goes on would read on for a while.
      cancel();
      return Failures.inBody(e, exchange.at());
    }
  }

  private static boolean hasLine(Buffer buffer) {
    return buffer.indexOf((byte) '\n') >= 0 || buffer.indexOf((byte) '\r') >= 0;
  }

  /** Any byte is life. Returns false at the end. */
  private boolean awaitBytes(BufferedSource source, SseEvents events) throws IOException {
    long since = clock.nanoTime();
    waitsSince = since;
    boolean more = source.request(1);
    waitsSince = NOT_WAITING;
    long idle = clock.nanoTime() - since;
    events.wasIdle(idle);
    if (more && idle >= NEWS_NANOS) {
      sink.received();
    }
    return more;
  }
}
