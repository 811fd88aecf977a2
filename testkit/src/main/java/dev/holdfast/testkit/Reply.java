package dev.holdfast.testkit;

import org.jspecify.annotations.Nullable;

/** What a client hears of a message that it sent. Immutable. */
public final class Reply {
  private static final Reply NONE = new Reply(0, false, null, false);

  /** How often it is acknowledged. */
  final int acks;

  /** True if that waits for {@link Sends#release}. */
  final boolean held;

  /** Null unless the message is refused. */
  final @Nullable String refusal;

  final boolean retry;

  private Reply(int acks, boolean held, @Nullable String refusal, boolean retry) {
    this.acks = acks;
    this.held = held;
    this.refusal = refusal;
    this.retry = retry;
  }

  /** The message is accepted, and acknowledged: by an ack, or 204. */
  public static Reply ack() {
    return ack(1);
  }

  /** The message is accepted and acknowledged so often (at least 1); a POST once. */
  public static Reply ack(int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times < 1: " + times);
    }
    return new Reply(times, false, null, false);
  }

  /** The message is accepted, and nobody says so: a POST stays without an answer. */
  public static Reply none() {
    return NONE;
  }

  /** The message is accepted; its acknowledgement waits for {@link Sends#release}. */
  public static Reply held() {
    return new Reply(1, true, null, false);
  }

  /**
   * The message is not accepted: a nack with this reason, or 422 (503 where {@code retry} says that
   * a repetition may do better) with this text.
   */
  public static Reply nack(String reason, boolean retry) {
    return new Reply(0, false, reason, retry);
  }

  @Override
  public String toString() {
    if (refusal != null) {
      return "nack: " + refusal + (retry ? " (retry)" : "");
    }
    return held ? "held ack" : acks + " acks";
  }
}
