package dev.holdfast.testkit;

/** How and after how many body bytes a body ends. */
final class Ending {
  enum Kind {
    EOF,
    CUT,
    RESET,
    STALL
  }

  final Kind kind;
  final long at;

  Ending(Kind kind, long at) {
    if (at < 0) {
      throw new IllegalArgumentException("bytes < 0: " + at);
    }
    this.kind = kind;
    this.at = at;
  }

  @Override
  public String toString() {
    return kind + " after " + at + " bytes";
  }
}
