package dev.holdfast;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.json.JsonEvents;
import java.util.Objects;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream. Immutable.
 *
 * <p>An event has two kinds of identifier. {@link #id()} is what the server wrote on this very
 * event; it identifies the event. {@link #lastEventId()} is the position of the stream after it:
 * the latest identifier that the server had set by then, which is what browsers show as {@code
 * MessageEvent.lastEventId} (WHATWG HTML §9.2.6). They differ where a server does not write an
 * identifier on every event.
 */
public final class StreamEvent {
  /** WHATWG HTML §9.2.6. */
  private static final String DEFAULT_TYPE = "message";

  private final @Nullable String id;
  private final @Nullable String lastEventId;
  private final String type;
  private final boolean ownType;
  private final String data;
  private final @Nullable ByteString bytes;
  private final TransportType transport;
  private final @Nullable Runnable acknowledgement;

  private StreamEvent(
      @Nullable String id,
      @Nullable String lastEventId,
      @Nullable String type,
      String data,
      @Nullable ByteString bytes,
      TransportType transport,
      @Nullable Runnable acknowledgement) {
    this.id = id;
    this.lastEventId = lastEventId;
    this.type = type == null ? DEFAULT_TYPE : type;
    this.ownType = type != null;
    this.data = Objects.requireNonNull(data, "data");
    this.bytes = bytes;
    this.transport = Objects.requireNonNull(transport, "transport");
    this.acknowledgement = acknowledgement;
  }

  /**
   * Creates an event, as a transport does; in an app's tests, to feed a listener.
   *
   * @param id the event's own identifier, or null where it has none
   * @param lastEventId the stream's position after it, or null where there is none
   * @param type the event's type, or null where the server named none
   * @param data the payload
   * @param transport what carried it
   * @return the event
   */
  public static StreamEvent create(
      @Nullable String id,
      @Nullable String lastEventId,
      @Nullable String type,
      String data,
      TransportType transport) {
    return new StreamEvent(id, lastEventId, type, data, null, transport, null);
  }

  /**
   * Creates an event with bytes that are no text, as a transport does; in an app's tests, to feed a
   * listener.
   *
   * @param id the event's own identifier, or null where it has none
   * @param lastEventId the stream's position after it, or null where there is none
   * @param type the event's type, or null where the server named none
   * @param bytes the payload
   * @param transport what carried it
   * @return the event
   */
  public static StreamEvent create(
      @Nullable String id,
      @Nullable String lastEventId,
      @Nullable String type,
      ByteString bytes,
      TransportType transport) {
    return new StreamEvent(id, lastEventId, type, bytes.base64(), bytes, transport, null);
  }

  /** Returns the same event at another position of the stream. */
  public StreamEvent withLastEventId(@Nullable String position) {
    return copy(position, acknowledgement);
  }

  /**
   * Returns the same event with something to do when it is acknowledged: what a stream does whose
   * app acknowledges; in an app's tests, to see that a listener does. It plays no part in {@link
   * #equals}.
   */
  public StreamEvent withAcknowledgement(Runnable action) {
    return copy(lastEventId, Objects.requireNonNull(action, "action"));
  }

  private StreamEvent copy(@Nullable String position, @Nullable Runnable action) {
    return new StreamEvent(id, position, ownType ? type : null, data, bytes, transport, action);
  }

  /**
   * Says that the app is done with this event, where {@link DeliverySettings#manualAck} asks for
   * that, or an {@link EventIterator} gave it; elsewhere, this does nothing. From any thread; does
   * nothing the second time.
   *
   * <p>In whatever order events are acknowledged, {@link Subscription#lastEventId()} moves past
   * this one when all before it are done with. That is so, too, after the stream has closed or was
   * cancelled, so that work under way may be finished before the position is stored; by the app, as
   * its {@link CursorStore} has then had the last save.
   */
  public void ack() {
    if (acknowledgement != null) {
      acknowledgement.run();
    }
  }

  /**
   * Returns the identifier that the server wrote on this event, or null if it wrote none. An empty
   * string is an identifier too: it resets the stream's position.
   */
  public @Nullable String id() {
    return id;
  }

  /**
   * Returns the position of the stream after this event, or null if the server never set one (or
   * reset it). Hand it to {@link StreamRequest.Builder#lastEventId} to continue after this event.
   */
  public @Nullable String lastEventId() {
    return lastEventId;
  }

  /** Returns the event's type; {@code message} where the server named none. */
  public String type() {
    return type;
  }

  /**
   * Returns whether the server named the type on this event. Where it did not, the type is {@code
   * message} by default, which the standard makes no difference to naming it.
   */
  public boolean hasOwnType() {
    return ownType;
  }

  /**
   * Returns the payload: the text, or in base64 (RFC 4648 §4) the {@linkplain #isBinary() bytes}.
   * Lines of a multi-line SSE payload are joined by a line feed.
   */
  public String data() {
    return data;
  }

  /** Returns whether the payload is bytes that are no text. */
  public boolean isBinary() {
    return bytes != null;
  }

  /** Returns the payload as bytes: those of a binary event, or the text in UTF-8. */
  public ByteString bytes() {
    return bytes != null ? bytes : ByteString.encodeUtf8(data);
  }

  /**
   * Reads the payload as JSON, strictly; {@link JsonEvents} says what that means, and how else.
   *
   * @param payload what to read it as
   * @return the payload; never null, as a payload that is {@code null} is refused
   * @throws EventDecodingException if it is not that. Where a listener lets it pass, {@link
   *     ListenerFailurePolicy} says what follows.
   */
  public <T> T as(Class<T> payload) {
    return JsonEvents.strict().read(this, payload);
  }

  /** As {@link #as(Class)}, for a type with parameters such as {@code List<Trade>}. */
  public <T> T as(TypeReference<T> payload) {
    return JsonEvents.strict().read(this, payload);
  }

  /** Returns the transport that carried this event. */
  public TransportType transport() {
    return transport;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof StreamEvent)) {
      return false;
    }
    StreamEvent that = (StreamEvent) other;
    return Objects.equals(id, that.id)
        && Objects.equals(lastEventId, that.lastEventId)
        && type.equals(that.type)
        && data.equals(that.data)
        && isBinary() == that.isBinary()
        && transport == that.transport;
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, lastEventId, type, data, transport);
  }

  /**
   * Returns a short description. The payload is left out: it may be large, and it may be secret.
   */
  @Override
  public String toString() {
    return "StreamEvent{id="
        + id
        + ", lastEventId="
        + lastEventId
        + ", type="
        + type
        + ", data="
        + (bytes != null ? bytes.size() + " bytes, " : data.length() + " chars, ")
        + transport
        + "}";
  }
}
