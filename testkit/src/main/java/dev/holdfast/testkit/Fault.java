package dev.holdfast.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with one request to a stream. Immutable; combine with {@link #and}:
 *
 * <pre>{@code
 * Fault.delayHeaders(Duration.ofMillis(200)).and(Fault.cutAfterBytes(100))
 * }</pre>
 *
 * <p>Byte positions count the bytes of the event-stream body, from its first; 0 means right after
 * the headers. Chunk framing, headers and TLS are not counted, heartbeats and comments are. A fault
 * strikes as soon as its last byte is sent, without waiting for more. Over HTTP/2 a cut, a reset
 * and what replaces the HTTP response end the whole connection.
 *
 * <p>A long poll ({@link Served#LONG_POLL}) meets what replaces its answer at once; its own answer
 * it first waits for, and byte positions count that answer's JSON. An empty answer of status 204 or
 * 304 has no body, and is not cut, reset, stalled, held or slowed.
 *
 * <p>What more can happen to a WebSocket is in {@link WebSocketFault}.
 */
public final class Fault {
  enum Aspect {
    HEADERS_DELAY,
    ANSWER,
    CONTENT_TYPE,
    HEADERS,
    HOLD_TIME,
    HOLD_BYTES,
    RATE,
    ENDING,
    DROPPED,
    ON_OPEN,
    AFTER_EVENTS,
    AFTER_TIME,
    AFTER_RECEIVED,
    WITHOUT_HELLO,
    IGNORE_UPGRADE
  }

  private static final Fault NONE = new Fault(new EnumMap<>(Aspect.class));

  private final EnumMap<Aspect, Object> aspects;

  private Fault(EnumMap<Aspect, Object> aspects) {
    this.aspects = aspects;
  }

  /** Nothing goes wrong. */
  public static Fault none() {
    return NONE;
  }

  /**
   * The body ends cleanly (with the last chunk) after exactly {@code bytes} body bytes. A poll's
   * answer, if that is all, has a {@code Content-Length} that agrees.
   */
  public static Fault eofAfterBytes(long bytes) {
    return of(Aspect.ENDING, new Ending(Ending.Kind.EOF, bytes));
  }

  /**
   * The connection is closed (TCP FIN) in the middle of a chunk, after {@code bytes} body bytes:
   * the client sees an unexpected end.
   */
  public static Fault cutAfterBytes(long bytes) {
    return of(Aspect.ENDING, new Ending(Ending.Kind.CUT, bytes));
  }

  /**
   * The connection is reset (TCP RST) after {@code bytes} body bytes. A reset overtakes what the
   * client's system had no room for yet, so keep {@code bytes} well under its receive buffer.
   */
  public static Fault resetAfterBytes(long bytes) {
    return of(Aspect.ENDING, new Ending(Ending.Kind.RESET, bytes));
  }

  /**
   * Sends nothing more, heartbeats included, after {@code bytes} body bytes, and keeps the
   * connection open until the client closes it: a half-open connection, or with 0 a proxy that
   * passes headers and mutes the body.
   */
  public static Fault stallAfterBytes(long bytes) {
    return of(Aspect.ENDING, new Ending(Ending.Kind.STALL, bytes));
  }

  /** Answers only after {@code delay}, and holds a poll from then on; zero does nothing. */
  public static Fault delayHeaders(Duration delay) {
    return of(Aspect.HEADERS_DELAY, notNegative(delay));
  }

  /** Reads the request and never answers; the connection stays open until the client closes it. */
  public static Fault neverAnswer() {
    return of(Aspect.ANSWER, Answer.of(Answer.Kind.NEVER));
  }

  /** Reads the request and resets the connection (TCP RST) instead of answering. */
  public static Fault resetInsteadOfAnswer() {
    return of(Aspect.ANSWER, Answer.of(Answer.Kind.RESET));
  }

  /** Sends the headers at once and withholds the body for {@code time}, then flushes it. */
  public static Fault holdBytes(Duration time) {
    return of(Aspect.HOLD_TIME, notNegative(time));
  }

  /**
   * Sends the headers at once and withholds the body until {@code bytes} of it have come together
   * (or it ends), then flushes them and lets all the rest through: a proxy that fills a buffer
   * first. 0 does nothing.
   */
  public static Fault holdBytes(long bytes) {
    return of(Aspect.HOLD_BYTES, atLeast(0, bytes));
  }

  /** Sends the body at {@code bytesPerSecond} (at least 1), spread evenly. */
  public static Fault slowDrip(int bytesPerSecond) {
    return of(Aspect.RATE, atLeast(1, bytesPerSecond));
  }

  /** Answers with this status, no body, instead of the stream. */
  public static Fault status(int code) {
    return status(code, Headers.of(), "");
  }

  /** Answers with this status, headers and body (as UTF-8) instead of the stream. */
  public static Fault status(int code, Headers headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return of(Aspect.ANSWER, new Answer(Answer.Kind.STATUS, code, headers, bytes));
  }

  /** Answers 200 with this body (as UTF-8) instead of what is served: no JSON, or the wrong one. */
  public static Fault body(String contentType, String text) {
    return body(contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@link #body(String, String)}, of bytes that may be no UTF-8. */
  public static Fault body(String contentType, byte[] bytes) {
    Headers headers = Headers.of("Content-Type", contentType);
    return of(Aspect.ANSWER, new Answer(Answer.Kind.STATUS, 200, headers, bytes));
  }

  /** Answers with {@code code} (429 or 503, say) and {@code Retry-After: seconds}. */
  public static Fault retryAfter(int code, long seconds) {
    return retryAfter(code, Long.toString(seconds));
  }

  /** Answers with {@code code} and {@code Retry-After} as given: an HTTP-date, or nonsense. */
  public static Fault retryAfter(int code, String value) {
    return status(code, Headers.of("Retry-After", value), "");
  }

  /** Redirects to {@code location}, absolute or relative, with {@code code} (301, 302, 307, …). */
  public static Fault redirect(String location, int code) {
    return status(code, Headers.of("Location", location), "");
  }

  /**
   * Answers with this {@code Content-Type}; without, a stream has {@code text/event-stream} and a
   * poll's answer {@code application/json}.
   */
  public static Fault contentType(String value) {
    return of(Aspect.CONTENT_TYPE, value);
  }

  /** Answers with these additional response headers: names and values in turn. */
  public static Fault headers(String... namesAndValues) {
    return of(Aspect.HEADERS, Headers.of(namesAndValues));
  }

  /** Sends these bytes in place of an HTTP response, then closes the connection (TCP FIN). */
  public static Fault rawResponse(byte[] bytes) {
    return of(Aspect.ANSWER, new Answer(Answer.Kind.RAW, 0, Headers.of(), bytes));
  }

  /** As {@link #rawResponse(byte[])}, of the text in UTF-8. */
  public static Fault rawResponse(String text) {
    return rawResponse(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Serves a body that is one {@code data} line, to a poll the JSON string of an event's {@code
   * data}, without end, until the client closes.
   */
  public static Fault endlessLine() {
    return of(Aspect.ANSWER, Answer.of(Answer.Kind.ENDLESS_LINE));
  }

  /** Sends response headers without end, until the client closes. */
  public static Fault endlessHeaders() {
    return of(Aspect.ANSWER, Answer.of(Answer.Kind.ENDLESS_HEADERS));
  }

  /**
   * Silently leaves out the events with these IDs: it tests the test, which has to notice the loss.
   * In a poll's answer {@code nextCursor} passes over them; a poll that has nothing else goes on
   * being held, and with an empty answer that carries no cursor they come with the next.
   */
  public static Fault dropEvent(String... ids) {
    return of(Aspect.DROPPED, Collections.unmodifiableSet(new HashSet<>(Arrays.asList(ids))));
  }

  /**
   * Both at once.
   *
   * @throws IllegalArgumentException if both say the same kind of thing, two endings for example
   */
  public Fault and(Fault other) {
    EnumMap<Aspect, Object> both = new EnumMap<>(aspects);
    for (Map.Entry<Aspect, Object> entry : other.aspects.entrySet()) {
      if (both.put(entry.getKey(), entry.getValue()) != null) {
        throw new IllegalArgumentException(this + " and " + other + " contradict each other");
      }
    }
    return new Fault(both);
  }

  <T> @Nullable T get(Aspect aspect, Class<T> type) {
    return type.cast(aspects.get(aspect));
  }

  long number(Aspect aspect) {
    Long value = get(aspect, Long.class);
    return value == null ? 0 : value;
  }

  Duration time(Aspect aspect) {
    Duration value = get(aspect, Duration.class);
    return value == null ? Duration.ZERO : value;
  }

  boolean has(Aspect aspect) {
    return aspects.containsKey(aspect);
  }

  /** True if it says something about how a body is sent. */
  boolean shapesBody() {
    return aspects.containsKey(Aspect.HOLD_TIME)
        || aspects.containsKey(Aspect.HOLD_BYTES)
        || aspects.containsKey(Aspect.RATE)
        || aspects.containsKey(Aspect.ENDING);
  }

  /** True if all that it says about how a body is sent is where it cleanly ends. */
  boolean onlyTruncates() {
    Ending ending = get(Aspect.ENDING, Ending.class);
    return ending != null
        && ending.kind == Ending.Kind.EOF
        && !aspects.containsKey(Aspect.HOLD_TIME)
        && !aspects.containsKey(Aspect.HOLD_BYTES)
        && !aspects.containsKey(Aspect.RATE);
  }

  Set<?> dropped() {
    Set<?> ids = get(Aspect.DROPPED, Set.class);
    return ids == null ? Collections.emptySet() : ids;
  }

  static Fault of(Aspect aspect, Object value) {
    EnumMap<Aspect, Object> one = new EnumMap<>(Aspect.class);
    one.put(aspect, value);
    return new Fault(one);
  }

  private static Duration notNegative(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("negative: " + duration);
    }
    return duration;
  }

  private static Long atLeast(long minimum, long value) {
    if (value < minimum) {
      throw new IllegalArgumentException("less than " + minimum + ": " + value);
    }
    return value;
  }

  @Override
  public String toString() {
    return aspects.isEmpty() ? "Fault none" : "Fault " + aspects;
  }
}
