package dev.holdfast.testkit;

import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The data of an event or a message, and how each transport sends it. Immutable.
 *
 * <p>An event stream knows only text: there JSON is its source and binary data Base64.
 */
public final class Payload {
  private enum Kind {
    TEXT,
    JSON,
    BINARY
  }

  private final Kind kind;
  private final String text;

  private Payload(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  /** Text, in a long poll's answer a JSON string. What is published as a String is this. */
  public static Payload text(String text) {
    return new Payload(Kind.TEXT, text);
  }

  /**
   * A JSON value, sent character by character as given ({@code 67340.10}, {@code {"a": 1}}), not
   * checked: what is not JSON breaks a long poll's answer.
   */
  public static Payload json(String source) {
    return new Payload(Kind.JSON, source);
  }

  /**
   * Bytes, in a long poll's answer a string of Base64 (RFC 4648 §4) beside {@code
   * "encoding":"base64"}.
   */
  public static Payload binary(byte[] bytes) {
    return new Payload(Kind.BINARY, ByteString.of(bytes).base64());
  }

  /**
   * Reads what {@link #appendTo} writes: a message without {@code data} is empty text.
   *
   * @throws IllegalArgumentException if it says that it is Base64, or something else, and is not
   */
  static Payload of(JsonObject object) {
    String source = object.source("data");
    String encoding = object.text("encoding");
    if (encoding != null) {
      String base64 = source == null ? "" : object.text("data");
      if (base64 == null || ByteString.decodeBase64(base64) == null || !encoding.equals("base64")) {
        throw new IllegalArgumentException("no base64");
      }
      return new Payload(Kind.BINARY, base64);
    }
    if (source == null) {
      return text("");
    }
    if (!source.startsWith("\"")) {
      return json(source);
    }
    return text(String.valueOf(object.text("data")));
  }

  /** The text, or the source of the JSON value, or Base64 of the bytes. */
  public String text() {
    return text;
  }

  /** True for bytes. */
  public boolean isBinary() {
    return kind == Kind.BINARY;
  }

  /** The bytes, or the text in UTF-8. */
  public ByteString bytes() {
    ByteString decoded = isBinary() ? ByteString.decodeBase64(text) : null;
    return decoded == null ? ByteString.encodeUtf8(text) : decoded;
  }

  /** The media type; null for text. */
  @Nullable String contentType() {
    switch (kind) {
      case JSON:
        return "application/json";
      case BINARY:
        return "application/octet-stream";
      default:
        return null;
    }
  }

  /** What an event stream sends in its {@code data} lines. */
  String lines() {
    return text;
  }

  /** Appends the members {@code data} and, for bytes, {@code encoding} to an object. */
  void appendTo(StringBuilder object) {
    Json.name(object, "data");
    if (kind == Kind.JSON) {
      object.append(text);
    } else {
      Json.string(object, text);
    }
    if (kind == Kind.BINARY) {
      Json.member(object, "encoding", "base64");
    }
  }

  /** True for a payload of the same kind and the same text. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload
        && ((Payload) other).kind == kind
        && ((Payload) other).text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return kind + " " + text;
  }
}
