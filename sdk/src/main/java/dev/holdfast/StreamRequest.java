package dev.holdfast;

import dev.holdfast.internal.HeaderRules;
import dev.holdfast.internal.Redaction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What to open: where the stream is, and how to keep it flowing. Immutable. */
public final class StreamRequest {
  private final HttpUrl url;
  private final Headers headers;

  private final StreamSettings settings; // A copy that nobody else holds, so it never changes.

  private StreamRequest(StreamSettings settings, HttpUrl url) {
    this.url = url;
    this.headers = settings.headers.build();
    this.settings = new StreamSettings(settings);
  }

  /**
   * Returns a request to GET the stream at a URL, with default settings.
   *
   * @throws IllegalArgumentException if it is not such a URL
   */
  public static StreamRequest of(String url) {
    return builder(url).build();
  }

  /**
   * Returns a builder of a request for the stream at a URL.
   *
   * @throws IllegalArgumentException if it is not such a URL
   */
  public static Builder builder(String url) {
    return new Builder(new StreamSettings()).url(url);
  }

  /** Returns a builder of a request for the stream at a URL. */
  public static Builder builder(HttpUrl url) {
    return new Builder(new StreamSettings()).url(url);
  }

  /** Returns a builder that starts from this request. */
  public Builder newBuilder() {
    return new Builder(new StreamSettings(settings));
  }

  /** Returns where the stream is. */
  public HttpUrl url() {
    return url;
  }

  /** Returns the headers that the app adds to every request of the stream. */
  public Headers headers() {
    return headers;
  }

  /** Returns who is asked for credentials before each attempt; null for nobody. */
  public @Nullable CredentialsProvider credentials() {
    return settings.credentials;
  }

  /** Returns the HTTP method, {@code GET} by default. */
  public String method() {
    return settings.method;
  }

  /** Returns the body that every request of the stream carries, or null for none. */
  public @Nullable ByteString body() {
    return settings.body;
  }

  /** Returns the media type of the body, or null where there is none. */
  public @Nullable MediaType bodyType() {
    return settings.bodyType;
  }

  /** Returns the position to continue after, or null to begin wherever the server begins. */
  public @Nullable String lastEventId() {
    return settings.lastEventId;
  }

  /** Returns where the position is kept, or null where the app keeps it by itself, or not. */
  public @Nullable CursorStore cursorStore() {
    return settings.cursors == null ? null : settings.cursors.store;
  }

  /** Returns what the stream is called in its store; null where it has none. */
  public @Nullable String cursorName() {
    return settings.cursors == null ? null : settings.cursors.stream;
  }

  /** Returns when the position is saved; by default, and where there is no store, every second. */
  public CursorSaving cursorSaving() {
    return settings.cursors == null ? CursorSaving.DEFAULT : settings.cursors.saving;
  }

  /** Returns how long the stream waits between attempts, and when it gives up. */
  public Backoff backoff() {
    return settings.backoff;
  }

  /** Returns how long a server may take to send response headers; zero means for ever. */
  public Duration responseTimeout() {
    return settings.responseTimeout;
  }

  /** Returns the most bytes that a line, or the data of one event, may have. */
  public long maxEventBytes() {
    return settings.maxEventBytes;
  }

  /**
   * Returns the transports that may carry the stream, best first. Where the app named none: SSE,
   * then long polling; SSE alone for a method other than GET without a URL to poll.
   */
  public List<TransportType> transports() {
    return settings.transports();
  }

  /** Returns whether the app left it to Holdfast which transports may carry the stream. */
  public boolean hasDefaultTransports() {
    return settings.hasDefaultTransports();
  }

  /** Returns how the stream polls where it has no event stream. */
  public LongPoll longPoll() {
    return settings.longPoll;
  }

  /** Returns how the stream uses WebSocket, where it does. */
  public WebSocketSettings webSocket() {
    return settings.webSocket;
  }

  /** Returns how a channel sends. */
  public SendSettings sending() {
    return settings.sending;
  }

  /** Returns how long a transport may take to show that it carries data. */
  public Duration proofTimeout() {
    return settings.proofTimeout;
  }

  /** Returns how long a connection may be silent before it is in doubt. */
  public HeartbeatPolicy heartbeat() {
    return settings.heartbeat;
  }

  /** Returns after what time a connection is replaced by a new one; zero means never. */
  public Duration maxConnectionAge() {
    return settings.maxConnectionAge;
  }

  /** Returns whether the stream may have two connections for a moment. */
  public boolean overlap() {
    return settings.overlap;
  }

  /** Returns how a reconnect asks the server to continue. */
  public ResumeCheck resumeCheck() {
    return settings.resumeCheck;
  }

  /** Returns what follows when the listener throws. */
  public ListenerFailurePolicy listenerFailures() {
    return settings.listenerFailures;
  }

  /** Returns the types of the events that the listener is to hear of; empty for all. */
  public Set<String> eventTypes() {
    return settings.eventTypes;
  }

  /** Returns on which threads the listener is called, and how much may wait for it. */
  public DeliverySettings delivery() {
    return settings.delivery;
  }

  /** Returns whether the stream is to be shared with equal requests of the same client. */
  public boolean share() {
    return settings.share;
  }

  /**
   * Whether all settings are equal; of a dialect, a cursor store and who is asked for credentials,
   * whether it is the same one.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StreamRequest
        && ((StreamRequest) other).settings.values().equals(settings.values());
  }

  @Override
  public int hashCode() {
    return settings.values().hashCode();
  }

  /** Returns the method and the URL, without what may be secret in it. */
  @Override
  public String toString() {
    String share = settings.share ? ", share" : "";
    return "StreamRequest{" + settings.method + " " + Redaction.url(url) + share + "}";
  }

  /** Builds a {@link StreamRequest}. Each setting fails at once on a value that cannot work. */
  public static final class Builder extends ListenerSettings<Builder> {
    private Builder(StreamSettings settings) {
      super(settings);
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets a header of every request of the stream, in place of any of that name. It is not sent to
     * another origin when the server redirects there.
     *
     * @throws IllegalArgumentException if either has characters that no header may have; the
     *     message names the header, not the value
     */
    public Builder header(String name, String value) {
      HeaderRules.check(name, value);
      settings.headers.set(name, value);
      return this;
    }

    /**
     * Adds a header to every request of the stream, beside those of that name; otherwise as {@link
     * #header}.
     */
    public Builder addHeader(String name, String value) {
      HeaderRules.check(name, value);
      settings.headers.add(name, value);
      return this;
    }

    /**
     * Sets the method to POST, with a body. Every reconnect sends it again, with {@code
     * Last-Event-ID} where there is a position to continue from.
     *
     * @param body the body
     * @param type its media type, such as {@code application/json}
     * @throws IllegalArgumentException if the media type is not one
     */
    public Builder post(String body, String type) {
      return method("POST", ByteString.encodeUtf8(body), type);
    }

    /**
     * Sets the method and the body.
     *
     * @param method an HTTP method
     * @param body the body, or null for none
     * @param type its media type; not used where there is no body, and null then
     * @throws IllegalArgumentException if the method or media type is not one, or if the method
     *     does not go with the body
     */
    public Builder method(String method, @Nullable ByteString body, @Nullable String type) {
      settings.method(method, body, type);
      return this;
    }

    /**
     * Returns the request.
     *
     * @throws IllegalArgumentException if it is to be shared and has a cursor store: those that
     *     share a stream are at positions of their own
     */
    public StreamRequest build() {
      if (settings.share && settings.cursors != null) {
        throw new IllegalArgumentException(
            "a stream with a cursor store cannot be shared: \"" + settings.cursors.stream + "\"");
      }
      return new StreamRequest(settings, Objects.requireNonNull(settings.url, "url"));
    }
  }
}
