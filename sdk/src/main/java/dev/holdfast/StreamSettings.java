package dev.holdfast;

import dev.holdfast.internal.HeaderRules;
import dev.holdfast.internal.Redaction;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link StreamRequest}: a builder's own, or a request's, which never change. */
final class StreamSettings {
  private static final List<TransportType> ALL =
      Collections.unmodifiableList(Arrays.asList(TransportType.SSE, TransportType.LONG_POLL));
  private static final List<TransportType> SSE_ALONE = Collections.singletonList(TransportType.SSE);

  @Nullable HttpUrl url;
  Headers.Builder headers = new Headers.Builder();
  String method = "GET";
  @Nullable ByteString body;
  @Nullable MediaType bodyType;
  @Nullable String lastEventId;
  @Nullable CursorKeeping cursors;
  private List<TransportType> transports = Collections.emptyList();
  LongPoll longPoll = LongPoll.DEFAULT;
  WebSocketSettings webSocket = WebSocketSettings.DEFAULT;
  SendSettings sending = SendSettings.DEFAULT;
  Backoff backoff = Backoff.DEFAULT;
  Duration responseTimeout = Duration.ZERO;
  Duration proofTimeout = Duration.ofSeconds(5);
  long maxEventBytes = 16L << 20;
  HeartbeatPolicy heartbeat = HeartbeatPolicy.auto();
  Duration maxConnectionAge = Duration.ZERO;
  boolean overlap = true;
  ResumeCheck resumeCheck = ResumeCheck.LAST_ID;
  ListenerFailurePolicy listenerFailures = ListenerFailurePolicy.skip();
  Set<String> eventTypes = Collections.emptySet();
  boolean share;
  DeliverySettings delivery = DeliverySettings.DEFAULT;
  @Nullable CredentialsProvider credentials;

  StreamSettings() {}

  StreamSettings(StreamSettings from) {
    this.url = from.url;
    this.headers = from.headers.build().newBuilder();
    this.method = from.method;
    this.body = from.body;
    this.bodyType = from.bodyType;
    this.lastEventId = from.lastEventId;
    this.cursors = from.cursors;
    this.transports = from.transports;
    this.longPoll = from.longPoll;
    this.webSocket = from.webSocket;
    this.sending = from.sending;
    this.backoff = from.backoff;
    this.responseTimeout = from.responseTimeout;
    this.proofTimeout = from.proofTimeout;
    this.maxEventBytes = from.maxEventBytes;
    this.heartbeat = from.heartbeat;
    this.maxConnectionAge = from.maxConnectionAge;
    this.overlap = from.overlap;
    this.resumeCheck = from.resumeCheck;
    this.listenerFailures = from.listenerFailures;
    this.eventTypes = from.eventTypes;
    this.share = from.share;
    this.delivery = from.delivery;
    this.credentials = from.credentials;
  }

  /** All of them, each with an equality of its own, so that settings are equal where these are. */
  List<@Nullable Object> values() {
    return Arrays.asList(
        url,
        headers.build(),
        method,
        body,
        bodyType,
        lastEventId,
        cursors,
        transports(),
        longPoll,
        webSocket,
        sending,
        backoff,
        responseTimeout,
        proofTimeout,
        maxEventBytes,
        heartbeat,
        maxConnectionAge,
        overlap,
        resumeCheck,
        listenerFailures,
        eventTypes,
        share,
        delivery,
        Same.as(credentials));
  }

  void method(String method, @Nullable ByteString body, @Nullable String type) {
    if (!HeaderRules.isToken(method)) {
      throw new IllegalArgumentException("not an HTTP method: \"" + method + "\"");
    }
    if (method.equals("HEAD") || (method.equals("GET") && body != null)) {
      throw new IllegalArgumentException(
          method + (body == null ? " has no response to stream" : " must not have a body"));
    }
    MediaType parsed = null;
    if (body != null && type != null) {
      parsed = MediaType.parse(type);
      if (parsed == null) {
        throw new IllegalArgumentException("not a media type: \"" + type + "\"");
      }
    }
    this.method = method;
    this.body = body;
    this.bodyType = parsed;
  }

  void transports(TransportType... order) {
    transports = Collections.unmodifiableList(Arrays.asList(order));
    if (transports.isEmpty() || new HashSet<>(transports).size() != order.length) {
      throw new IllegalArgumentException(
          "transports must be one or more, each once: " + transports);
    }
  }

  boolean hasDefaultTransports() {
    return transports.isEmpty();
  }

  List<TransportType> transports() {
    if (!transports.isEmpty()) {
      return transports;
    }
    return method.equals("GET") || longPoll.url() != null ? ALL : SSE_ALONE;
  }

  /** An object that is equal to itself alone, whatever it says of that. */
  private static final class Same {
    private final Object of;

    private Same(Object of) {
      this.of = of;
    }

    static @Nullable Same as(@Nullable Object of) {
      return of == null ? null : new Same(of);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Same && ((Same) other).of == of;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(of);
    }
  }

  /** Returns the URL that a text is. */
  static HttpUrl parse(String url) {
    HttpUrl parsed = HttpUrl.parse(Objects.requireNonNull(url, "url"));
    if (parsed == null) {
      throw new IllegalArgumentException(
          "not an http or https URL: \"" + Redaction.notUrl(url) + "\"");
    }
    return parsed;
  }

  /** Returns the time, unless it is negative. */
  static Duration notNegative(String name, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative: " + time);
    }
    return time;
  }
}
