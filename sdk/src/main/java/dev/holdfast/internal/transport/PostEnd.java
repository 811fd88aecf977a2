package dev.holdfast.internal.transport;

import dev.holdfast.StreamException;
import dev.holdfast.Verdict;
import org.jspecify.annotations.Nullable;

/** What came of a message that was sent by POST. Immutable. */
public final class PostEnd {
  /** By which our protocol has a server reject a message for good. */
  private static final int UNPROCESSABLE = 422;

  private static final PostEnd ACCEPTED = new PostEnd(null, false, true, 0);

  private final @Nullable StreamException cause;
  private final boolean retry;
  private final boolean mayHaveArrived;
  private final long retryAfterNanos;

  private PostEnd(
      @Nullable StreamException cause,
      boolean retry,
      boolean mayHaveArrived,
      long retryAfterNanos) {
    this.cause = cause;
    this.retry = retry;
    this.mayHaveArrived = mayHaveArrived;
    this.retryAfterNanos = retryAfterNanos;
  }

  public static PostEnd accepted() {
    return ACCEPTED;
  }

  /**
   * Not accepted, or not known to be: to be sent again.
   *
   * @param mayHaveArrived whether the server may have accepted it all the same
   */
  public static PostEnd again(StreamException cause, boolean mayHaveArrived, long retryAfterNanos) {
    return new PostEnd(cause, true, mayHaveArrived, retryAfterNanos);
  }

  /** Not accepted, now or later. */
  public static PostEnd refused(StreamException cause) {
    return new PostEnd(cause, false, false, 0);
  }

  /** The server points elsewhere instead of saying what it did with it. */
  static PostEnd pointedElsewhere(StreamException cause) {
    return new PostEnd(cause, false, true, 0);
  }

  /**
   * It ended without a response.
   *
   * @param sent whether it had a connection to go out by
   */
  static PostEnd of(AttemptEnd end, boolean sent) {
    boolean isFinal = end.verdict() == Verdict.REJECTED || end.verdict() == Verdict.REFUSED;
    return isFinal ? refused(end.cause()) : again(end.cause(), sent, 0);
  }

  /** Why it is not accepted; null if it is. */
  public @Nullable StreamException cause() {
    return cause;
  }

  /** Whether it is to be sent again, if it is not accepted. */
  public boolean mayRetry() {
    return retry;
  }

  /** Whether the server may have accepted it all the same. */
  public boolean mayHaveArrived() {
    return mayHaveArrived;
  }

  /**
   * Whether that it is not accepted is what the server says of the message, whenever it came;
   * rather than what something on the way says of this request.
   */
  public boolean isServersWord() {
    return cause != null && cause.statusCode() == UNPROCESSABLE;
  }

  /** How long the server asks to wait before that; 0 if it does not say. */
  public long retryAfterNanos() {
    return retryAfterNanos;
  }

  /** Whether it was refused for its credentials. */
  boolean isCredentialsRefused() {
    return cause != null && cause.reason() == StreamException.Reason.CREDENTIALS_REFUSED;
  }

  /** Whether it was given up for want of an answer. */
  public boolean isTimeout() {
    return cause != null && cause.reason() == StreamException.Reason.TIMEOUT;
  }
}
