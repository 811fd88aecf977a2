package dev.holdfast.internal.transport;

import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import java.io.IOException;
import java.util.function.Consumer;
import okhttp3.Authenticator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages by POST, with an {@code Idempotency-Key}. What is repeated, and when, is not
 * OkHttp's to decide.
 */
public final class PostSender implements Poster {
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
    post.start();
    return post;
  }

  private Request bareRequest(PostBody body) {
    return new Request.Builder()
        .url(url)
        .post(body)
        .header("User-Agent", Requests.USER_AGENT)
        .build();
  }

  /** One request, on one thread. */
  private final class Post implements Posting, Runnable {
    private final Consumer<PostEnd> onEnd;
    private final Request bare;
    private final OkHttpClient client;
    private final Authenticator authenticator;
    private volatile Exchange exchange;
    private volatile boolean cancelled;
    private final PostWatch watch;

    /** Whether the request had a connection. Written by the reader. */
    private volatile boolean sent;

    Post(OutgoingMessage message, boolean fresh, Consumer<PostEnd> onEnd) {
      this.onEnd = onEnd;
      long limit = Nanos.of(request.sending().ackTimeout());
      this.watch = new PostWatch(env, limit, this::cancel, () -> end(late()));
      this.bare = bareRequest(new PostBody(message, watch::moved));
      Request full =
          Requests.full(bare, request, null)
              .newBuilder()
              .header("Idempotency-Key", message.ref())
              .build();
      OkHttpClient shared = clients.client(stream, fresh);
      this.authenticator = shared.authenticator();
      // OkHttp would ask it, and then not send what it says, as the body is not to be sent again.
      this.client =
          authenticator == Authenticator.NONE
              ? shared
              : shared.newBuilder().authenticator(Authenticator.NONE).build();
      this.exchange = new Exchange(clients, client, bare, full, this::sent);
    }

    /** Its time begins before it has a thread, for which it may wait for long. */
    void start() {
      watch.start();
      try {
        env.readers.execute(this);
      } catch (Throwable noThread) {
        watch.end();
        throw noThread;
      }
    }

    private void sent() {
      sent = true;
      watch.moved();
    }

    @Override
    public void cancel() {
      cancelled = true;
      exchange.cancel();
    }

    @Override
    public void run() {
      PostEnd end;
      try {
        clients.evictRetired();
        end = answer();
      } catch (IOException e) {
        end = watch.isLate() ? late() : PostEnd.of(Failures.beforeResponse(e, exchange.at()), sent);
      } catch (Throwable e) {
        end = PostEnd.of(Failures.unexpected(e, exchange.at()), sent);
      }
      clients.readerEnded();
      end(end);
    }

    private PostEnd answer() throws IOException {
      Request again;
      try (Response response = exchange.execute()) {
        again = withCredentials(response);
        if (again == null) {
          return judge(response);
        }
      }
      exchange = new Exchange(clients, client, bare, again, this::sent);
      if (cancelled) {
        exchange.cancel();
      }
      try (Response response = exchange.execute()) {
        return judge(response);
      }
    }

    /** Returns the request with what the app has for the server that asks who it is; once. */
    private @Nullable Request withCredentials(Response response) throws IOException {
      return response.code() == 401 && !exchange.leftOrigin()
          ? authenticator.authenticate(null, response)
          : null;
    }

    /** From the reader; from the control thread if that does not come back, as from a look-up. */
    private void end(PostEnd end) {
      if (watch.end()) {
        onEnd.accept(end);
      }
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
          sent,
          0);
    }

    private PostEnd judge(Response response) {
      int status = response.code();
      if (!response.request().method().equals("POST")) {
        // What a redirect led to says nothing about the message: it may be the page of who is not
        // logged in, or that of what has just been done.
        return PostEnd.pointedElsewhere(
            failure(Reason.REDIRECT, "POST redirected to a page", response));
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
          ? PostEnd.again(
              cause,
              // The others say that it was not looked at.
              status == 409 || status >= 500,
              RetryAfter.nanos(response.headers(), env.clock.wallMillis()))
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
}
