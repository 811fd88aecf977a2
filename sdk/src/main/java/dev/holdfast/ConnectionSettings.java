package dev.holdfast;

import dev.holdfast.internal.Cursors;
import java.time.Duration;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its connections: from where they continue, when they are tried again, how
 * long they may take, be silent, get old, and bring at once.
 *
 * @param <B> the builder
 */
abstract class ConnectionSettings<B> {
  final StreamSettings settings;

  ConnectionSettings(StreamSettings settings) {
    this.settings = settings;
  }

  abstract B self();

  /**
   * Sets where the stream is.
   *
   * @throws IllegalArgumentException if this is no {@code http} or {@code https} URL
   */
  public B url(String url) {
    return url(StreamSettings.parse(url));
  }

  /** Sets where the stream is. */
  public B url(HttpUrl url) {
    settings.url = Objects.requireNonNull(url, "url");
    return self();
  }

  /**
   * Sets the position to continue after, as {@link Subscription#lastEventId()} returned it.
   *
   * @param lastEventId the position; null or empty, the default, begins wherever the server does
   * @throws IllegalArgumentException if it has CR, LF or NUL, or more than 4,096 bytes of UTF-8
   */
  public B lastEventId(@Nullable String lastEventId) {
    settings.lastEventId =
        lastEventId == null || lastEventId.isEmpty() ? null : Cursors.require(lastEventId);
    return self();
  }

  /**
   * Keeps the position of the stream in a store, and begins from what is there; saves every second,
   * as {@link CursorSaving#DEFAULT} says. Otherwise as {@link #cursorStore(CursorStore, String,
   * CursorSaving)}.
   */
  public B cursorStore(CursorStore store, String stream) {
    return cursorStore(store, stream, CursorSaving.DEFAULT);
  }

  /**
   * Keeps the position of the stream in a store, and begins from what is there, unless {@link
   * #lastEventId} names another position. What is saved is {@link Subscription#lastEventId()}, the
   * position after the last event that the listener has processed; until the stream has brought
   * one, nothing is.
   *
   * <p>It is saved when the stream is {@linkplain Subscription#pause paused}, and at the end, too,
   * however the stream ends: before {@link StreamListener#onClosed}; after {@link
   * Subscription#cancel()} and {@link StreamClient#close()}, which do not wait for it, on a reader
   * thread, once a callback that still runs has returned. {@link Subscription#awaitClosed()} waits
   * for that: an app that ends its process calls it.
   *
   * <p>Two streams at a time, of whatever client, must not have one name in the same store: the
   * second fails with an {@link IllegalStateException}. One that comes after another was cancelled
   * begins when that has saved. A stream with a store cannot be {@linkplain
   * StreamRequest.Builder#share() shared}.
   *
   * @param store where to keep it
   * @param stream what to call the stream there: 1 to 256 characters, none of them a control
   *     character; the URL, where the app has nothing better, without secrets
   * @param saving when to save
   * @throws IllegalArgumentException if this cannot be its name
   */
  public B cursorStore(CursorStore store, String stream, CursorSaving saving) {
    settings.cursors = new CursorKeeping(store, stream, saving);
    return self();
  }

  /**
   * Sets who is asked for credentials before each attempt to connect, and before each message that
   * goes by POST. Its headers take the place of those of the same names that the request has. As
   * those, they are not sent to another origin when the server redirects there.
   *
   * @param credentials null, the default, for nobody: a refusal (401, 403, 407) is final then
   */
  public B credentials(@Nullable CredentialsProvider credentials) {
    settings.credentials = credentials;
    return self();
  }

  /** Sets when the stream retries, and gives up; {@link Backoff#DEFAULT} by default. */
  public B backoff(Backoff backoff) {
    settings.backoff = Objects.requireNonNull(backoff, "backoff");
    return self();
  }

  /** Sets how a reconnect asks the server to continue; {@link ResumeCheck#LAST_ID} by default. */
  public B resumeCheck(ResumeCheck resumeCheck) {
    settings.resumeCheck = Objects.requireNonNull(resumeCheck, "resumeCheck");
    return self();
  }

  /**
   * Sets which transports may carry the stream.
   *
   * @param transports one or more, best first; without a call they are {@link TransportType#SSE},
   *     then {@link TransportType#LONG_POLL}, which a method other than GET uses only where a
   *     {@linkplain LongPoll.Builder#url URL to poll} is set
   * @throws IllegalArgumentException if there is none, or one twice
   */
  public B transports(TransportType... transports) {
    settings.transports(transports.clone());
    return self();
  }

  /** Sets how the stream polls; {@link LongPoll#DEFAULT} by default. */
  public B longPoll(LongPoll longPoll) {
    settings.longPoll = Objects.requireNonNull(longPoll, "longPoll");
    return self();
  }

  /** Sets how the stream uses WebSocket; {@link WebSocketSettings#DEFAULT} by default. */
  public B webSocket(WebSocketSettings webSocket) {
    settings.webSocket = Objects.requireNonNull(webSocket, "webSocket");
    return self();
  }

  /** Sets how a channel sends; {@link SendSettings#DEFAULT} by default. */
  public B sending(SendSettings sending) {
    settings.sending = Objects.requireNonNull(sending, "sending");
    return self();
  }

  /**
   * Sets how long an event stream's request may take until response headers are in. To have a
   * connection at all it may take 30 s, whatever this is: look-up, connect, handshakes.
   *
   * @param responseTimeout zero, the default, sets no limit, since many servers send headers with
   *     the first event; silence is doubted as {@link #heartbeat} says
   * @throws IllegalArgumentException if it is negative
   */
  public B responseTimeout(Duration responseTimeout) {
    settings.responseTimeout = StreamSettings.notNegative("responseTimeout", responseTimeout);
    return self();
  }

  /**
   * Sets how long a transport may take to show that it carries data here: an event stream until its
   * first line, a poll until its first answer, which the server is asked to give by then, a
   * WebSocket until it is accepted, and then until the hello of dialects that have one.
   *
   * @param proofTimeout 5 s by default
   * @throws IllegalArgumentException if it is not positive
   */
  public B proofTimeout(Duration proofTimeout) {
    if (StreamSettings.notNegative("proofTimeout", proofTimeout).isZero()) {
      throw new IllegalArgumentException("proofTimeout must be positive: " + proofTimeout);
    }
    settings.proofTimeout = proofTimeout;
    return self();
  }

  /**
   * Sets how long a connection may be silent before it is in doubt; {@link HeartbeatPolicy#auto} by
   * default.
   */
  public B heartbeat(HeartbeatPolicy heartbeat) {
    settings.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat");
    return self();
  }

  /**
   * Sets after what time a connection is replaced by a new one, without a gap.
   *
   * @param maxConnectionAge zero, the default, never does that
   * @throws IllegalArgumentException if it is negative
   */
  public B maxConnectionAge(Duration maxConnectionAge) {
    settings.maxConnectionAge = StreamSettings.notNegative("maxConnectionAge", maxConnectionAge);
    return self();
  }

  /**
   * Sets whether the stream may have two connections for a moment, as when one takes the other's
   * place.
   *
   * @param overlap true by default; false for a server that allows a user one connection. Such a
   *     server is noticed, too, by that it twice ends the first when it accepts the second. A
   *     silence cannot be looked into then: a connection that died without a word is noticed only
   *     where the server sends comments in a rhythm, or by {@link HeartbeatPolicy#fixed}.
   */
  public B overlap(boolean overlap) {
    settings.overlap = overlap;
    return self();
  }

  /**
   * Sets the most bytes that a line of the stream, or the data of one event, may have; 16 MiB
   * (16,777,216) by default. What is larger ends the connection with {@link
   * StreamException.Reason#LINE_TOO_LONG} or {@link StreamException.Reason#EVENT_TOO_LARGE}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public B maxEventBytes(long maxEventBytes) {
    if (maxEventBytes < 1) {
      throw new IllegalArgumentException("maxEventBytes must be 1 or more: " + maxEventBytes);
    }
    settings.maxEventBytes = maxEventBytes;
    return self();
  }
}
