package dev.holdfast.internal.transport;

import dev.holdfast.StreamException;
import dev.holdfast.Verdict;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.wire.EventStreamParser;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One SSE connection, read to its end on one thread. */
final class SseReader implements Attempt, Runnable {
  private final HttpClients clients;
  private final OkHttpClient client;
  private final Clock clock;
  private final AttemptSpec spec;
  private final Request first;
  private final AttemptSink sink;
  private final Redirects redirects;

  /** Where the request is being sent; of the reader's thread. */
  private HttpUrl at;

  private volatile boolean cancelled;
  private volatile @Nullable Call call;

  SseReader(
      HttpClients clients,
      OkHttpClient client,
      Clock clock,
      AttemptSpec spec,
      Request bare,
      Request first,
      AttemptSink sink) {
    this.clients = clients;
    this.client = client;
    this.clock = clock;
    this.spec = spec;
    this.first = first;
    this.sink = sink;
    this.redirects = new Redirects(bare);
    this.at = first.url();
  }

  @Override
  public void cancel() {
    cancelled = true;
    Call current = call;
    if (current != null) {
      current.cancel();
    }
  }

  @Override
  public void run() {
    clients.evictRetired();
    AttemptEnd end;
    try {
      end = receive();
    } catch (Throwable e) {
      end = Failures.unexpected(e, at);
    }
    clients.readerEnded();
    sink.ended(end);
  }

  private AttemptEnd receive() {
    try (Response response = exchange()) {
      AttemptEnd refusal = ResponseRules.judge(response, spec.number(), clock.wallMillis());
      if (refusal == null) {
        return readEvents(response);
      }
      return spec.cursor() != null && !redirects.leftOrigin() ? refusal.cursorSeen() : refusal;
    } catch (IOException e) {
      return Failures.beforeResponse(e, at);
    }
  }

  /** Sends the request, and follows redirects to the response that counts. */
  private Response exchange() throws IOException {
    Request request = first;
    while (true) {
      at = request.url();
      Call next =
          (redirects.leftOrigin() ? clients.withoutInterceptors(client) : client).newCall(request);
      call = next;
      if (cancelled) {
        next.cancel();
      }
      Response response = next.execute();
      Request redirected;
      try {
        redirected = redirects.next(request, response);
      } catch (Redirects.UnfollowedException e) {
        response.close();
        throw e;
      }
      if (redirected == null) {
        return response;
      }
      response.close();
      request = redirected;
    }
  }

  private AttemptEnd readEvents(Response response) {
    boolean withheld = redirects.leftOrigin() && spec.cursor() != null;
    sink.opened(ResponseRules.info(response, spec.number()), withheld);
    long limit = spec.request().maxEventBytes();
    String cursor = spec.cursor() == null || withheld ? "" : spec.cursor();
    EventStreamParser parser =
        new EventStreamParser(
            cursor, limit, limit, new SseEvents(sink, withheld ? null : spec.cursor()));
    BufferedSource source = response.body().source();
    try {
      boolean proven = false;
      while (source.request(1)) {
        parser.consume(source.getBuffer());
        if (!proven && parser.lineSeen()) {
          proven = true;
          sink.proven();
        }
      }
      return AttemptEnd.of(
          Verdict.LOST,
          StreamException.Reason.RESPONSE_ENDED,
          "the server ended the response: " + Redaction.url(at));
    } catch (IOException e) {
      // Else closing a body that goes on would read on for a while.
      cancel();
      return Failures.inBody(e, at);
    }
  }
}
