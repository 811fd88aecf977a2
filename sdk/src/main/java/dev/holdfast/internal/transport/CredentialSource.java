package dev.holdfast.internal.transport;

import dev.holdfast.Credentials;
import dev.holdfast.CredentialsProvider;
import dev.holdfast.CredentialsRequest;
import dev.holdfast.CredentialsRequest.Why;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Environment;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The app's provider of credentials, as one stream asks it. Safe for use from any thread. */
public final class CredentialSource {
  private final CredentialsProvider provider;
  private final StreamRequest request;
  final Environment env;
  private volatile @Nullable Grant last;

  private CredentialSource(CredentialsProvider provider, StreamRequest request, Environment env) {
    this.provider = provider;
    this.request = request;
    this.env = env;
  }

  /** Returns the source of a stream's credentials; null where the app names none. */
  public static @Nullable CredentialSource of(StreamRequest request, Environment env) {
    CredentialsProvider provider = request.credentials();
    return provider == null ? null : new CredentialSource(provider, request, env);
  }

  /**
   * Asks the app, and waits for what it says. On a reader thread.
   *
   * @param transport what is to carry the stream; null for a message
   * @param refused what the server has refused, if the app does not know that yet
   * @throws EndException if it has none for now
   */
  Grant ask(@Nullable TransportType transport, @Nullable Credentials refused) throws EndException {
    HttpUrl url = url(transport);
    Credentials answer;
    try {
      answer = provider.credentials(new CredentialsRequest(url, transport, why(refused), refused));
    } catch (Throwable e) {
      throw new EndException(unavailable(url, "failed: " + shown(e), e));
    }
    if (answer == null) {
      throw new EndException(unavailable(url, "returned null", null));
    }
    Grant grant = Grant.of(answer, env.clock);
    last = grant;
    return grant;
  }

  private Why why(@Nullable Credentials refused) {
    Grant before = last;
    if (refused != null) {
      return Why.REJECTED;
    }
    return before == null ? Why.FIRST : before.isDue(env.clock) ? Why.EXPIRING : Why.RETRY;
  }

  /** Other messages may quote a secret, such as a parser's of what it could not read. */
  private static String shown(Throwable e) {
    String message = e instanceof StreamException ? e.getMessage() : null;
    return message == null ? e.getClass().getName() : message;
  }

  /** How an attempt ends that the app has not answered in time. */
  AttemptEnd tooLate(@Nullable TransportType transport, long nanos) {
    return unavailable(url(transport), "did not answer within " + nanos / 1_000_000 + " ms", null);
  }

  private static AttemptEnd unavailable(HttpUrl url, String what, @Nullable Throwable cause) {
    String message = "the app's credentials provider " + what + ": for " + Redaction.url(url);
    StreamException failure = new StreamException(Reason.CREDENTIALS_UNAVAILABLE, message, cause);
    return new AttemptEnd(Verdict.UNREACHABLE, failure, 0);
  }

  private HttpUrl url(@Nullable TransportType transport) {
    HttpUrl own =
        transport == null
            ? request.sending().url()
            : transport == TransportType.LONG_POLL
                ? request.longPoll().url()
                : transport == TransportType.WEBSOCKET ? request.webSocket().url() : null;
    return own == null ? request.url() : own;
  }
}
