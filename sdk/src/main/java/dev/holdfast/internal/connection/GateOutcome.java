package dev.holdfast.internal.connection;

import dev.holdfast.StreamException;
import dev.holdfast.internal.transport.AttemptEnd;

/** What an attempt that failed says about its origin, rather than about its stream. */
enum GateOutcome {
  /** Nothing is there, or nothing that works: not reached, or answered by 5xx. */
  AWAY,

  /** Something is there that had enough: 429, or cut off before it answered. */
  BUSY,

  /** It is there, and does not want this request. */
  ANSWERED,

  /** Nothing. */
  UNKNOWN;

  static GateOutcome of(AttemptEnd end) {
    int status = end.cause().statusCode();
    if (status == 429) {
      return BUSY;
    }
    if (status >= 500 && status != 501) {
      return AWAY;
    }
    if (status > 0) {
      return ANSWERED;
    }
    switch (end.verdict()) {
      case UNREACHABLE:
        // No thread, no memory: that is about us.
        return end.cause().reason() == StreamException.Reason.RESOURCES ? UNKNOWN : AWAY;
      case LOST:
        return BUSY;
      case REFUSED:
      case REJECTED:
      case ENDED:
        return ANSWERED;
      default:
        return UNKNOWN;
    }
  }
}
