package dev.holdfast.dialect;

import java.util.Objects;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A WebSocket message as it travels: a text, or bytes (RFC 6455 §5.6). Immutable. */
public final class SocketFrame {
  private final @Nullable String text;
  private final @Nullable ByteString bytes;

  private SocketFrame(@Nullable String text, @Nullable ByteString bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  /** Returns a text message. */
  public static SocketFrame text(String text) {
    return new SocketFrame(Objects.requireNonNull(text, "text"), null);
  }

  /** Returns a binary message. */
  public static SocketFrame binary(ByteString bytes) {
    return new SocketFrame(null, Objects.requireNonNull(bytes, "bytes"));
  }

  /** Returns the text, or null where the message is binary. */
  public @Nullable String text() {
    return text;
  }

  /** Returns the bytes, or null where the message is a text. */
  public @Nullable ByteString bytes() {
    return bytes;
  }

  /** Returns what kind of message it is, and how long; not what it says. */
  @Override
  public String toString() {
    return text != null
        ? "SocketFrame{text, length=" + text.length() + "}"
        : "SocketFrame{binary, size=" + (bytes == null ? 0 : bytes.size()) + "}";
  }
}
