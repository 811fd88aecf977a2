package dev.holdfast.testkit;

import okio.ByteString;

/**
 * The data of an event, and how each transport sends it. Immutable.
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

  @Override
  public String toString() {
    return kind + " " + text;
  }
}
