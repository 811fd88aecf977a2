package dev.holdfast.testkit;

/** How a long poll is answered for which nothing has come. */
public enum EmptyAnswer {
  /** {@code 204 No Content}, the default. It carries no cursor. */
  NO_CONTENT(204),
  /** {@code 304 Not Modified}. It carries no cursor. */
  NOT_MODIFIED(304),
  /** {@code 408 Request Timeout}, which some HTTP clients retry once by themselves. */
  REQUEST_TIMEOUT(408),
  /** {@code 200} with an empty list, and with {@code nextCursor} unless that is switched off. */
  EMPTY_LIST(200);

  final int code;

  EmptyAnswer(int code) {
    this.code = code;
  }
}
