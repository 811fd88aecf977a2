package dev.holdfast;

import dev.holdfast.internal.Redaction;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What a {@link CredentialsProvider} is asked for. Immutable. */
public final class CredentialsRequest {
  /** Why it is asked. New ones may be added: give a switch a default. */
  public enum Why {
    /** Nothing was asked before for this stream, or for the messages of this channel. */
    FIRST,
    /** Another request: a reconnect, another transport, another message. */
    RETRY,
    /** The server refused {@link #refused()}: what it says now is final. */
    REJECTED,
    /** What was returned last is about to expire, or has expired. */
    EXPIRING
  }

  private final HttpUrl url;
  private final @Nullable TransportType transport;
  private final Why why;
  private final @Nullable Credentials refused;

  /** Creates a request, as Holdfast does; in an app's tests, to ask its provider. */
  public CredentialsRequest(
      HttpUrl url, @Nullable TransportType transport, Why why, @Nullable Credentials refused) {
    this.url = Objects.requireNonNull(url, "url");
    this.transport = transport;
    this.why = Objects.requireNonNull(why, "why");
    this.refused = refused;
  }

  /** Returns where they are to be sent. */
  public HttpUrl url() {
    return url;
  }

  /** Returns what is to carry the stream; null for a message that goes by POST. */
  public @Nullable TransportType transport() {
    return transport;
  }

  /** Returns why it is asked. */
  public Why why() {
    return why;
  }

  /** Returns what the server has refused since it accepted anything; null if it has not. */
  public @Nullable Credentials refused() {
    return refused;
  }

  /** Returns all of that, without what may be secret in it. */
  @Override
  public String toString() {
    String what = transport == null ? "POST" : transport.toString();
    return "CredentialsRequest{" + why + ", " + what + ", " + Redaction.url(url) + "}";
  }
}
