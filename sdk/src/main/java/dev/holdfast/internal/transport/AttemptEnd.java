package dev.holdfast.internal.transport;

import dev.holdfast.StreamException;

/** How an attempt ended. Immutable. */
public final class AttemptEnd {
  private final Verdict verdict;
  private final StreamException cause;
  private final long retryAfterNanos;
  private final boolean ofAnotherOrigin;

  public AttemptEnd(Verdict verdict, StreamException cause, long retryAfterNanos) {
    this(verdict, cause, retryAfterNanos, false);
  }

  private AttemptEnd(
      Verdict verdict, StreamException cause, long retryAfterNanos, boolean ofAnotherOrigin) {
    this.verdict = verdict;
    this.cause = cause;
    this.retryAfterNanos = retryAfterNanos;
    this.ofAnotherOrigin = ofAnotherOrigin;
  }

  /** The same end, said by an origin that never saw the cursor. */
  AttemptEnd ofAnotherOrigin() {
    return new AttemptEnd(verdict, cause, retryAfterNanos, true);
  }

  public static AttemptEnd of(
      Verdict verdict, StreamException.Reason reason, String message, Throwable cause) {
    return new AttemptEnd(verdict, new StreamException(reason, message, cause), 0);
  }

  public static AttemptEnd of(Verdict verdict, StreamException.Reason reason, String message) {
    return new AttemptEnd(verdict, new StreamException(reason, message, null), 0);
  }

  public Verdict verdict() {
    return verdict;
  }

  public StreamException cause() {
    return cause;
  }

  /** The server's {@code Retry-After} from now, or 0 where it named none. */
  public long retryAfterNanos() {
    return retryAfterNanos;
  }

  /** Whether the server's words made no sense, rather than not arriving. */
  public boolean isBrokenProtocol() {
    switch (cause.reason()) {
      case PROTOCOL:
      case LINE_TOO_LONG:
      case EVENT_TOO_LARGE:
        return true;
      default:
        return false;
    }
  }

  /** Whether this status to a request with a cursor may be about the cursor. */
  public boolean mayRefuseCursor() {
    if (ofAnotherOrigin) {
      return false;
    }
    switch (cause.statusCode()) {
      case 400:
      case 410:
      case 412:
      case 422:
        return true;
      default:
        return false;
    }
  }

  @Override
  public String toString() {
    return verdict + ": " + cause.getMessage();
  }
}
