package dev.holdfast.internal.wire;

import java.io.IOException;

/** A peer sent more than we are willing to hold. What sent it can't be read any further. */
public final class LimitExceededException extends IOException {
  /** What was bounded. */
  public enum Bound {
    LINE("line"),
    EVENT("event"),
    ANSWER("answer to a poll"),
    MESSAGE("message");

    private final String noun;

    Bound(String noun) {
      this.noun = noun;
    }
  }

  private final Bound bound;
  private final long limitBytes;

  public LimitExceededException(Bound bound, long limitBytes) {
    super(bound.noun + " exceeds the limit of " + limitBytes + " bytes");
    this.bound = bound;
    this.limitBytes = limitBytes;
  }

  public Bound bound() {
    return bound;
  }

  public long limitBytes() {
    return limitBytes;
  }
}
