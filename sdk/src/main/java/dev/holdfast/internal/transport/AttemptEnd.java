package dev.holdfast.internal.transport;

import dev.holdfast.StreamException;
import dev.holdfast.Verdict;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. Immutable. */
public final class AttemptEnd {
  private final Verdict verdict;
  private final StreamException cause;
  private final long retryAfterNanos;
  private final boolean cursorSeen;
  private final @Nullable PolledResponse pollAnswer;

  public AttemptEnd(Verdict verdict, StreamException cause, long retryAfterNanos) {
    this(verdict, cause, retryAfterNanos, false, null);
  }

  private AttemptEnd(
      Verdict verdict,
      StreamException cause,
      long retryAfterNanos,
      boolean cursorSeen,
      @Nullable PolledResponse pollAnswer) {
    this.verdict = verdict;
    this.cause = cause;
    this.retryAfterNanos = retryAfterNanos;
    this.cursorSeen = cursorSeen;
    this.pollAnswer = pollAnswer;
  }

  /** The same end, of a request by which the server that answered saw a cursor. */
  public AttemptEnd cursorSeen() {
    return new AttemptEnd(verdict, cause, retryAfterNanos, true, pollAnswer);
  }

  /** The same end, of an attempt by another transport that was answered as a poll would be. */
  AttemptEnd with(PolledResponse answer) {
    return new AttemptEnd(verdict, cause, retryAfterNanos, cursorSeen, answer);
  }

  @Nullable PolledResponse pollAnswer() {
    return pollAnswer;
  }

  /** Whether the response that was refused is a good answer to a poll. */
  public boolean isPollAnswer() {
    return pollAnswer != null;
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

  /** Whether it is the network's, or may be: no server has said it. */
  public boolean isOfTheNetwork() {
    return cause.statusCode() == 0
        && (verdict == Verdict.UNREACHABLE || verdict == Verdict.LOST || verdict == Verdict.MUTED);
  }

  /** Whether this is a status to a request with a cursor, and may be about the cursor. */
  public boolean mayRefuseCursor() {
    if (!cursorSeen) {
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

  /** Whether it is a web page with status 403, as something on the way writes it. */
  public boolean isForbiddenPage() {
    return verdict == Verdict.REFUSED && cause.statusCode() == 403;
  }

  @Override
  public String toString() {
    return verdict + ": " + cause.getMessage();
  }
}
