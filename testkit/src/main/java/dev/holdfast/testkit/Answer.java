package dev.holdfast.testkit;

import okhttp3.Headers;

/** What a request gets instead of its stream. */
final class Answer {
  enum Kind {
    NEVER,
    RESET,
    RAW,
    STATUS,
    ENDLESS_LINE,
    ENDLESS_HEADERS
  }

  final Kind kind;
  final int code;
  final Headers headers;
  final byte[] body;

  Answer(Kind kind, int code, Headers headers, byte[] body) {
    this.kind = kind;
    this.code = code;
    this.headers = headers;
    this.body = body.clone();
  }

  static Answer of(Kind kind) {
    return new Answer(kind, 200, Headers.of(), new byte[0]);
  }

  @Override
  public String toString() {
    return kind == Kind.STATUS ? "STATUS " + code : kind.toString();
  }
}
