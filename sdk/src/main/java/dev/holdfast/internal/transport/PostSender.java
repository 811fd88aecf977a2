package dev.holdfast.internal.transport;

import dev.holdfast.Credentials;
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
import org.jspecify.annotations.Nullable;

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

  /**
   * One message: a request, and another one where the first was refused for its credentials. On one
   * thread.
   */
  private final class Post implements Posting, Runnable, Asking.Answer {
    private final OutgoingMessage message;
    private final boolean fresh;
    private final Consumer<PostEnd> onEnd;
    private volatile @Nullable Asking asking;
    private volatile @Nullable Exchange exchange;
    private volatile boolean cancelled;
    private volatile boolean timedOut;

    /** Of the reader's thread. */
    private boolean refused;

    Post(OutgoingMessage message, boolean fresh, Consumer<PostEnd> onEnd) {
      this.message = message;
      this.fresh = fresh;
      this.onEnd = onEnd;
    }

    @Override
    public void cancel() {
      cancelled = true;
      Asking question = asking;
      Exchange sent = exchange;
      if (question != null && question.cancel()) {
        onEnd.accept(PostEnd.again(cancelled(), 0));
      } else if (sent != null) {
        sent.cancel();
      }
    }

    private StreamException cancelled() {
      String message = "cancelled: " + Redaction.url(url);
      return new StreamException(Reason.CONNECTION_LOST, message, null);
    }

    @Override
    public void run() {
      CredentialSource source = credentials;
      if (source == null) {
        send(null);
      } else {
        ask(source, null);
      }
    }

    private void ask(CredentialSource source, @Nullable Credentials refused) {
      Asking question = new Asking(source, null, refused, this);
      asking = question;
      question.run();
    }

    @Override
    public void granted(Grant grant) {
      send(grant);
    }

    @Override
    public void unavailable(AttemptEnd end) {
      onEnd.accept(PostEnd.of(end));
    }

    private void send(@Nullable Grant grant) {
      PostEnd end = exchange(grant);
      CredentialSource source = credentials;
      if (source != null && grant != null && end.isCredentialsRefused() && !refused) {
        refused = true;
        ask(source, grant.credentials());
      } else {
        onEnd.accept(end);
      }
    }

    private PostEnd exchange(@Nullable Grant grant) {
      clients.evictRetired();
      Request bare = bareRequest(message);
      Request full =
          Requests.full(bare, request, grant, null)
              .newBuilder()
              .header("Idempotency-Key", message.ref())
              .build();
      Exchange sent = new Exchange(clients, clients.client(stream, fresh), bare, full, () -> {});
      exchange = sent;
      if (cancelled) {
        sent.cancel();
      }
      Timers.Timer deadline =
          env.timers.schedule(
              Nanos.of(request.sending().ackTimeout()),
              () -> {
                timedOut = true;
                sent.cancel();
              });
      try (Response response = sent.execute()) {
        return judge(response, sent.at());
      } catch (IOException e) {
        return timedOut ? late(sent.at()) : PostEnd.of(Failures.beforeResponse(e, sent.at()));
      } catch (Throwable e) {
        return PostEnd.of(Failures.unexpected(e, sent.at()));
      } finally {
        deadline.cancel();
        clients.readerEnded();
      }
    }

    private PostEnd late(HttpUrl at) {
      return PostEnd.again(
          new StreamException(
              Reason.TIMEOUT,
              "no answer to a POST within "
                  + request.sending().ackTimeout().toMillis()
                  + " ms: "
                  + Redaction.url(at),
              null),
          0);
    }

    private PostEnd judge(Response response, HttpUrl at) {
      int status = response.code();
      if (!response.request().method().equals("POST")) {
        // What a redirect led to says nothing about the message.
        return PostEnd.refused(failure(Reason.REDIRECT, "POST redirected to a page", response, at));
      }
      if (response.isSuccessful()) {
        return PostEnd.accepted();
      }
      Reason reason =
          status == 401 || status == 403 || status == 407
              ? Reason.CREDENTIALS_REFUSED
              : Reason.HTTP_STATUS;
      StreamException cause = failure(reason, "POST refused", response, at);
      return mayRetry(status)
          ? PostEnd.again(cause, RetryAfter.nanos(response.headers(), env.clock.wallMillis()))
          : PostEnd.refused(cause);
    }

    private StreamException failure(Reason reason, String what, Response response, HttpUrl at) {
      String message = what + ": HTTP " + response.code() + " from " + Redaction.url(at);
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
