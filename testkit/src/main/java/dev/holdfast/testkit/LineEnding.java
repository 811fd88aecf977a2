package dev.holdfast.testkit;

/** How a stream ends its lines; the event-stream format allows all three. */
public enum LineEnding {
  /** {@code \n}, the default. */
  LF("\n"),
  /** {@code \r}. */
  CR("\r"),
  /** {@code \r\n}. */
  CRLF("\r\n");

  final String text;

  LineEnding(String text) {
    this.text = text;
  }
}
