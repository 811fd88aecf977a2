package dev.holdfast;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What follows when {@link StreamListener#onEvent} throws: the same event is offered again in
 * place, without a reconnect, up to {@link #retries()} times; then it is skipped or the stream
 * closes. Immutable.
 *
 * <p>Where a {@link dev.holdfast.json.JsonListener} cannot use an event's payload, {@link
 * PayloadPolicy} says what follows instead.
 */
public final class ListenerFailurePolicy {
  private final int retries;
  private final Then then;

  private ListenerFailurePolicy(int retries, Then then) {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must be 0 or more: " + retries);
    }
    this.retries = retries;
    this.then = Objects.requireNonNull(then, "then");
  }

  /** Returns the default: report the failure, skip the event and go on. */
  public static ListenerFailurePolicy skip() {
    return new ListenerFailurePolicy(0, Then.SKIP);
  }

  /**
   * Returns a policy that closes the stream; the event that failed stays unprocessed, so a new
   * stream from {@link Subscription#lastEventId()} begins with it.
   */
  public static ListenerFailurePolicy close() {
    return new ListenerFailurePolicy(0, Then.CLOSE);
  }

  /**
   * Returns this policy with another number of retries.
   *
   * @param retries how often the event is offered again at once, 0 or more; the default is 0
   * @return the policy
   * @throws IllegalArgumentException if {@code retries} is negative
   */
  public ListenerFailurePolicy withRetries(int retries) {
    return new ListenerFailurePolicy(retries, then);
  }

  /** Returns how often a failed event is offered again. */
  public int retries() {
    return retries;
  }

  /** Returns what follows when those retries failed too. */
  public Then then() {
    return then;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof ListenerFailurePolicy)) {
      return false;
    }
    ListenerFailurePolicy that = (ListenerFailurePolicy) other;
    return that.retries == retries && that.then == then;
  }

  @Override
  public int hashCode() {
    return Objects.hash(retries, then);
  }

  @Override
  public String toString() {
    return "ListenerFailurePolicy{retries=" + retries + ", then " + then + "}";
  }

  /** What follows after the last retry. */
  public enum Then {
    /** Report by {@link StreamListener#onEventFailed}, count the event as processed, go on. */
    SKIP,
    /** Close the stream with {@link StreamException.Reason#LISTENER_FAILED}. */
    CLOSE
  }
}
