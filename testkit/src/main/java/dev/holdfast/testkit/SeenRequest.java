package dev.holdfast.testkit;

import java.time.Instant;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A request as the server saw it. Immutable. */
public final class SeenRequest {
  private final String method;
  private final String target;
  private final Headers headers;
  private final ByteString body;
  private final int connection;
  private final String protocol;
  private final Instant time;
  private final long nanoTime;

  SeenRequest(
      String method,
      String target,
      Headers headers,
      ByteString body,
      int connection,
      String protocol) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
    this.connection = connection;
    this.protocol = protocol;
    this.time = Instant.now();
    this.nanoTime = System.nanoTime();
  }

  /** The method, {@code GET} for example. */
  public String method() {
    return method;
  }

  /** Path and query as sent, {@code /events?after=41} for example. */
  public String target() {
    return target;
  }

  /** The path as sent, without the query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The query as sent, without its {@code ?}; null if there is none. */
  public @Nullable String query() {
    int query = target.indexOf('?');
    return query < 0 ? null : target.substring(query + 1);
  }

  /** The first value of this query parameter, decoded; null if it was not sent or has no value. */
  public @Nullable String queryParameter(String name) {
    HttpUrl url = HttpUrl.parse("http://localhost" + target);
    return url == null ? null : url.queryParameter(name);
  }

  /** All headers as sent. */
  public Headers headers() {
    return headers;
  }

  /** The last value of this header, whose name is matched in any case; null if it was not sent. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The value of {@code Last-Event-ID}; null if it was not sent. */
  public @Nullable String lastEventId() {
    return header("Last-Event-ID");
  }

  /** The transport that it asks a stream for; what {@code handle} serves does not look at it. */
  public Served served() {
    return Served.to(method, headers);
  }

  /**
   * The cursor that it carries: {@code Last-Event-ID}, and for a long poll or a WebSocket rather
   * {@code after}; null if it has none.
   */
  public @Nullable String cursor() {
    Served kind = served();
    boolean queried = kind == Served.LONG_POLL || kind == Served.WEBSOCKET;
    String after = queried ? queryParameter("after") : null;
    return after == null ? lastEventId() : after;
  }

  /** The whole body; empty if there was none. */
  public ByteString body() {
    return body;
  }

  /** The number of the TCP connection it came on: 1 for the first that the server accepted. */
  public int connection() {
    return connection;
  }

  /** {@code HTTP/1.1} or {@code HTTP/2}. */
  public String protocol() {
    return protocol;
  }

  /** When it had been read, by the wall clock. */
  public Instant time() {
    return time;
  }

  /** When it had been read, by {@link System#nanoTime()}: to measure distances. */
  public long nanoTime() {
    return nanoTime;
  }

  @Override
  public String toString() {
    String cursor = lastEventId();
    return method
        + " "
        + target
        + (cursor == null ? "" : " after " + cursor)
        + " (connection "
        + connection
        + ")";
  }
}
