package dev.holdfast.internal.transport;

import dev.holdfast.StreamException;
import dev.holdfast.Verdict;
import org.jspecify.annotations.Nullable;

/** What came of a message that was sent by POST. Immutable. */
public final class PostEnd {
  private static final PostEnd ACCEPTED = new PostEnd(null, false, 0);

  private final @Nullable StreamException cause;
  private final boolean retry;
  private final long retryAfterNanos;

  private PostEnd(@Nullable StreamException cause, boolean retry, long retryAfterNanos) {
    this.cause = cause;
    this.retry = retry;
    this.retryAfterNanos = retryAfterNanos;
  }

  public static PostEnd accepted() {
    return ACCEPTED;
  }

  /** Not accepted, or not known to be: to be sent again. */
  public static PostEnd again(StreamException cause, long retryAfterNanos) {
    return new PostEnd(cause, true, retryAfterNanos);
  }

  /** Not accepted, now or later. */
  public static PostEnd refused(StreamException cause) {
    return new PostEnd(cause, false, 0);
  }

  /** It ended without a response. */
  static PostEnd of(AttemptEnd end) {
    boolean isFinal = end.verdict() == Verdict.REJECTED || end.verdict() == Verdict.REFUSED;
    return isFinal ? refused(end.cause()) : again(end.cause(), 0);
  }

  /** Why it is not accepted; null if it is. */
  public @Nullable StreamException cause() {
    return cause;
  }

  /** Whether it is to be sent again, if it is not accepted. */
  public boolean mayRetry() {
    return retry;
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
