package dev.holdfast.internal.transport;

import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.loop.Timers;
import java.io.IOException;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.ByteString;

/**
 * Sends messages by POST, with an {@code Idempotency-Key}. What is repeated, and when, is not
 * OkHttp's to decide.
 */
public final class PostSender implements Poster {
  private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");
  private static final MediaType JSON = MediaType.get("application/json");
  private static final MediaType BINARY = MediaType.get("application/octet-stream");

  private final HttpClients clients;
  private final int stream;
  private final Environment env;
  private final StreamRequest request;
  private final HttpUrl url;

  /**
   * @param stream the number of the stream within its client
   */
  public PostSender(HttpClients clients, int stream, Environment env, StreamRequest request) {
    this.clients = clients;
    this.stream = stream;
    this.env = env;
    this.request = request;
    HttpUrl own = request.sending().url();
    this.url = own == null ? request.url() : own;
  }

  @Override
  public Posting post(OutgoingMessage message, boolean fresh, Consumer<PostEnd> onEnd) {
    Post post = new Post(message, fresh, onEnd);
    env.readers.execute(post);
    return post;
  }

  private Request bareRequest(OutgoingMessage message) {
    return new Request.Builder()
        .url(url)
        .post(new OneShot(message))
        .header("User-Agent", Requests.USER_AGENT)
        .build();
  }

  /** One request, on one thread. */
  private final class Post implements Posting, Runnable {
    private final Exchange exchange;
    private final Consumer<PostEnd> onEnd;
    private volatile boolean timedOut;

    Post(OutgoingMessage message, boolean fresh, Consumer<PostEnd> onEnd) {
      this.onEnd = onEnd;
      Request bare = bareRequest(message);
      Request full =
          Requests.full(bare, request, null)
              .newBuilder()
              .header("Idempotency-Key", message.ref())
              .build();
      this.exchange = new Exchange(clients, clients.client(stream, fresh), bare, full, () -> {});
    }

    @Override
    public void cancel() {
      exchange.cancel();
    }

    @Override
    public void run() {
      clients.evictRetired();
      Timers.Timer deadline =
          env.timers.schedule(Nanos.of(request.sending().ackTimeout()), this::timeOut);
      PostEnd end;
      try (Response response = exchange.execute()) {
        end = judge(response);
      } catch (IOException e) {
        end = timedOut ? late() : PostEnd.of(Failures.beforeResponse(e, exchange.at()));
      } catch (Throwable e) {
        end = PostEnd.of(Failures.unexpected(e, exchange.at()));
      }
      deadline.cancel();
      clients.readerEnded();
      onEnd.accept(end);
    }

    /** From the control thread. */
    private void timeOut() {
      timedOut = true;
      exchange.cancel();
    }

    private PostEnd late() {
      return PostEnd.again(
          new StreamException(
              Reason.TIMEOUT,
              "no answer to a POST within "
                  + request.sending().ackTimeout().toMillis()
                  + " ms: "
                  + Redaction.url(exchange.at()),
              null),
          0);
    }

    private PostEnd judge(Response response) {
      int status = response.code();
      if (!response.request().method().equals("POST")) {
        // What a redirect led to says nothing about the message.
        return PostEnd.refused(failure(Reason.REDIRECT, "POST redirected to a page", response));
      }
      if (response.isSuccessful()) {
        return PostEnd.accepted();
      }
      Reason reason =
          status == 401 || status == 403 || status == 407
              ? Reason.CREDENTIALS_REFUSED
              : Reason.HTTP_STATUS;
      StreamException cause = failure(reason, "POST refused", response);
      return mayRetry(status)
          ? PostEnd.again(cause, RetryAfter.nanos(response.headers(), env.clock.wallMillis()))
          : PostEnd.refused(cause);
    }

    private StreamException failure(Reason reason, String what, Response response) {
      String message = what + ": HTTP " + response.code() + " from " + Redaction.url(exchange.at());
      return new StreamException(reason, message, response.code(), null);
    }
  }

  /** 409: the first request with this key is still in progress. */
  private static boolean mayRetry(int status) {
    return status == 408 || status == 409 || status == 425 || status == 429 || status >= 500;
  }

  /** A body that OkHttp does not send again by itself, as it would after a 503. */
  private static final class OneShot extends RequestBody {
    private final ByteString bytes;
    private final MediaType type;

    OneShot(OutgoingMessage message) {
      this.bytes = message.bytes();
      switch (message.kind()) {
        case TEXT:
          this.type = TEXT;
          break;
        case JSON:
          this.type = JSON;
          break;
        default:
          this.type = BINARY;
          break;
      }
    }

    @Override
    public MediaType contentType() {
      return type;
    }

    @Override
    public long contentLength() {
      return bytes.size();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(bytes);
    }

    @Override
    public boolean isOneShot() {
      return true;
    }
  }
}
