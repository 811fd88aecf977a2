package dev.holdfast.dialect;

import java.util.Objects;
import okio.ByteString;
import okio.Utf8;
import org.jspecify.annotations.Nullable;

/** A message that the app sends, before a dialect has put it into words. Immutable. */
public final class OutgoingMessage {
  /** What its data is. */
  public enum Kind {
    /** A text. */
    TEXT,
    /** A JSON value, as its source text. */
    JSON,
    /** Bytes. */
    BINARY
  }

  private final String ref;
  private final Kind kind;
  private final @Nullable String text;
  private final ByteString bytes;

  private OutgoingMessage(String ref, Kind kind, @Nullable String text, ByteString bytes) {
    this.ref = Objects.requireNonNull(ref, "ref");
    this.kind = kind;
    this.text = text;
    this.bytes = bytes;
  }

  /** Returns a text. */
  public static OutgoingMessage text(String ref, String text) {
    Objects.requireNonNull(text, "text");
    return new OutgoingMessage(ref, Kind.TEXT, text, ByteString.EMPTY);
  }

  /**
   * Returns a JSON value.
   *
   * @param json its source text, which is not checked
   */
  public static OutgoingMessage json(String ref, String json) {
    Objects.requireNonNull(json, "json");
    return new OutgoingMessage(ref, Kind.JSON, json, ByteString.EMPTY);
  }

  /** Returns bytes. */
  public static OutgoingMessage binary(String ref, ByteString bytes) {
    return new OutgoingMessage(ref, Kind.BINARY, null, Objects.requireNonNull(bytes, "bytes"));
  }

  /** Returns the message's ID, by which the server acknowledges it. */
  public String ref() {
    return ref;
  }

  /** Returns what its data is. */
  public Kind kind() {
    return kind;
  }

  /** Returns the text, or the source text of the JSON value; null of bytes. */
  public @Nullable String text() {
    return text;
  }

  /** Returns the data as bytes: a text in UTF-8. */
  public ByteString bytes() {
    return text == null ? bytes : ByteString.encodeUtf8(text);
  }

  /** Returns how many bytes that is. */
  public long size() {
    return text == null ? bytes.size() : Utf8.size(text);
  }

  /** Returns the data as a WebSocket message of its own: a text, or bytes. */
  public SocketFrame frame() {
    return text == null ? SocketFrame.binary(bytes) : SocketFrame.text(text);
  }

  /** Returns what kind of message it is; not what it says. */
  @Override
  public String toString() {
    return "OutgoingMessage{" + ref + ", " + kind + "}";
  }
}
