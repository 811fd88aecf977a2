package dev.holdfast;

import java.time.Duration;
import java.util.Objects;

/** A retry to come. Immutable. */
public final class RetryInfo {
  private final StreamException cause;
  private final int failures;
  private final Duration delay;

  /**
   * Creates the description of a retry, as a stream does; in an app's tests, to feed a listener.
   *
   * @param cause why the last connection is over
   * @param failures how many attempts in a row have failed; 0 after a connection that delivered or
   *     stayed up
   * @param delay how long the stream waits before the next attempt
   */
  public RetryInfo(StreamException cause, int failures, Duration delay) {
    this.cause = Objects.requireNonNull(cause, "cause");
    this.failures = failures;
    this.delay = Objects.requireNonNull(delay, "delay");
  }

  /** Returns why the last connection is over. */
  public StreamException cause() {
    return cause;
  }

  /** Returns how many attempts in a row have failed; 0 after one that delivered or stayed up. */
  public int failures() {
    return failures;
  }

  /** Returns how long the stream waits before the next attempt. */
  public Duration delay() {
    return delay;
  }

  @Override
  public String toString() {
    return "RetryInfo{in "
        + delay.toMillis()
        + " ms, failures="
        + failures
        + ", cause="
        + cause.getMessage()
        + "}";
  }
}
