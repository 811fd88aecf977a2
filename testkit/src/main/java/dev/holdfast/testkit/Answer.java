package dev.holdfast.testkit;

import okhttp3.Headers;

/** What a request gets instead of a stream. */
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

  /** A poll's own answer, without a body if it is empty. */
  static Answer ofPoll(int code, byte[] json) {
    Headers headers =
        json.length == 0
            ? Headers.of("Cache-Control", "no-store")
            : Headers.of("Content-Type", "application/json", "Cache-Control", "no-store");
    return new Answer(Kind.STATUS, code, headers, json);
  }

  /** True if HTTP gives its status no body. */
  boolean bodiless() {
    return code == 204 || code == 304;
  }

  @Override
  public String toString() {
    return kind == Kind.STATUS ? "STATUS " + code : kind.toString();
  }
}
