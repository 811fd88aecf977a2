package dev.holdfast.dialect;

import java.util.Objects;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** An event as a {@link PollAnswer} or a {@link SocketMessage} has it. Immutable. */
public final class DialectEvent {
  private final @Nullable String id;
  private final @Nullable String type;
  private final @Nullable String text;
  private final @Nullable ByteString bytes;

  private DialectEvent(
      @Nullable String id,
      @Nullable String type,
      @Nullable String text,
      @Nullable ByteString bytes) {
    this.id = id;
    this.type = type;
    this.text = text;
    this.bytes = bytes;
  }

  /**
   * Returns an event with a text.
   *
   * @param id what identifies it and is the position after it, or null where it has none
   * @param type its type, or null where the server names none
   * @param text the payload
   */
  public static DialectEvent of(@Nullable String id, @Nullable String type, String text) {
    return new DialectEvent(id, type, Objects.requireNonNull(text, "text"), null);
  }

  /**
   * Returns an event with bytes that are no text.
   *
   * @param id what identifies it and is the position after it, or null where it has none
   * @param type its type, or null where the server names none
   * @param bytes the payload
   */
  public static DialectEvent of(@Nullable String id, @Nullable String type, ByteString bytes) {
    return new DialectEvent(id, type, null, Objects.requireNonNull(bytes, "bytes"));
  }

  /** Returns what identifies the event, or null. */
  public @Nullable String id() {
    return id;
  }

  /** Returns the type that the server named, or null. */
  public @Nullable String type() {
    return type;
  }

  /** Returns the payload, or null where it is no text. */
  public @Nullable String text() {
    return text;
  }

  /** Returns the payload, or null where it is a text. */
  public @Nullable ByteString bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    int size = text != null ? text.length() : bytes == null ? 0 : bytes.size();
    return "DialectEvent{id=" + id + ", type=" + type + ", size=" + size + "}";
  }
}
