package dev.holdfast.internal.transport;

import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final @Nullable CredentialSource credentials;

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
    this.credentials = CredentialSource.of(request, env);
  }

  @Override
  public Posting post(OutgoingMessage message, boolean fresh, Consumer<PostEnd> onEnd) {
    Post post = new Post(message, fresh, onEnd);
    post.start();
    return post;
  }

  /**
   * One message: a request, and another one where the first was refused for its credentials. On one
   * thread.
   */
  private final class Post implements Posting, Runnable, Asking.Answer {
    private final OutgoingMessage message;
    private final boolean fresh;
    private final Consumer<PostEnd> onEnd;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Asking asking;
    private volatile @Nullable Exchange exchange;
    private volatile PostWatch watch;
    private volatile boolean cancelled;

    /** Whether the request had a connection. Written by the reader. */
    private volatile boolean sent;

    /** Of the reader: it was refused for its credentials. */
    private boolean refused;

    Post(OutgoingMessage message, boolean fresh, Consumer<PostEnd> onEnd) {
      this.message = message;
      this.fresh = fresh;
      this.onEnd = onEnd;
      this.watch = newWatch();
    }

    private PostWatch newWatch() {
      long limit = Nanos.of(request.sending().ackTimeout());
      return new PostWatch(env, limit, this::cancelExchange, () -> end(late()));
    }

    /** Its time begins before it has a thread, for which it may wait for long. */
    void start() {
      CredentialSource source = credentials;
      Asking question = source == null ? null : new Asking(source, null, null, this);
      asking = question;
      if (question == null) {
        watch.start();
      }
      try {
        env.readers.execute(question == null ? this : question);
      } catch (Throwable noThread) {
        watch.end();
        if (question != null) {
          question.cancel();
        }
        throw noThread;
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      Asking question = asking;
      if (question != null && question.cancel()) {
        String why = "cancelled: " + Redaction.url(url);
        end(PostEnd.again(new StreamException(Reason.CONNECTION_LOST, why, null), false, 0));
      } else {
        cancelExchange();
      }
    }

    private void cancelExchange() {
      Exchange current = exchange;
      if (current != null) {
        current.cancel();
      }
    }

    @Override
    public void run() {
      send(null);
    }

    @Override
    public void granted(Grant grant) {
      watch = newWatch();
      watch.start();
      send(grant);
    }

    @Override
    public void unavailable(AttemptEnd end) {
      end(PostEnd.of(end, false));
    }

    private void send(@Nullable Grant grant) {
      PostEnd end = exchange(grant);
      CredentialSource source = credentials;
      boolean again = grant != null && end.isCredentialsRefused() && !refused && !over.get();
      if (source == null || grant == null || !again) {
        end(end);
        return;
      }
      refused = true;
      Asking question = new Asking(source, null, grant.credentials(), this);
      asking = question;
      question.run();
    }

    private PostEnd exchange(@Nullable Grant grant) {
      clients.evictRetired();
      sent = false;
      PostEnd end;
      try {
        end = answer(grant);
      } catch (IOException e) {
        end = watch.isLate() ? late() : PostEnd.of(Failures.beforeResponse(e, at()), sent);
      } catch (Throwable e) {
        end = PostEnd.of(Failures.unexpected(e, at()), sent);
      }
      watch.end();
      clients.readerEnded();
      return end;
    }

    private PostEnd answer(@Nullable Grant grant) throws IOException {
      PostBody body = new PostBody(message, watch::moved);
      Request bare =
          new Request.Builder()
              .url(url)
              .post(body)
              .header("User-Agent", Requests.USER_AGENT)
              .build();
      Request full =
          Requests.full(bare, request, grant, null)
              .newBuilder()
              .header("Idempotency-Key", message.ref())
              .build();
      OkHttpClient shared = clients.client(stream, fresh);
      Authenticator authenticator = shared.authenticator();
      // OkHttp would ask it, and then not send what it says, as the body is not to be sent again.
      OkHttpClient client =
          authenticator == Authenticator.NONE && shared.proxyAuthenticator() == Authenticator.NONE
              ? shared
              : shared
                  .newBuilder()
                  .authenticator(Authenticator.NONE)
                  .addNetworkInterceptor(body::watchForProxy)
                  .build();
      Exchange first = begin(new Exchange(clients, client, bare, full, this::sent));
      Request again;
      try (Response response = first.execute()) {
        boolean asks = response.code() == 401 && grant == null && !first.leftOrigin();
        again = asks ? authenticator.authenticate(null, response) : null;
        if (again == null) {
          return judge(response);
        }
      }
      Exchange second = begin(new Exchange(clients, client, bare, again, this::sent));
      try (Response response = second.execute()) {
        return judge(response);
      }
    }

    private Exchange begin(Exchange next) {
      exchange = next;
      if (cancelled || watch.isLate()) {
        next.cancel();
      }
      return next;
    }

    private void sent() {
      sent = true;
      watch.moved();
    }

    private HttpUrl at() {
      Exchange current = exchange;
      return current == null ? url : current.at();
    }

    /** From the reader; from the control thread if that does not come back, as from a look-up. */
    private void end(PostEnd end) {
      if (over.compareAndSet(false, true)) {
        onEnd.accept(end);
      }
    }

    private PostEnd late() {
      long millis = request.sending().ackTimeout().toMillis();
      String why = "no answer to a POST within " + millis + " ms: " + Redaction.url(at());
      return PostEnd.again(new StreamException(Reason.TIMEOUT, why, null), sent, 0);
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
      String message = what + ": HTTP " + response.code() + " from " + Redaction.url(at());
      return new StreamException(reason, message, response.code(), null);
    }
  }

  /** 409: the first request with this key is still in progress. */
  private static boolean mayRetry(int status) {
    return status == 408 || status == 409 || status == 425 || status == 429 || status >= 500;
  }
}
