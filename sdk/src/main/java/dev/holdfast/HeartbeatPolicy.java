package dev.holdfast;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a connection may be silent before it is in doubt. Any byte counts as life: events,
 * comments, keep-alive lines. Time in which the app has not read on does not count. Immutable.
 */
public final class HeartbeatPolicy {
  private static final HeartbeatPolicy AUTO = new HeartbeatPolicy(Kind.AUTO, Duration.ZERO);
  private static final HeartbeatPolicy NONE = new HeartbeatPolicy(Kind.NONE, Duration.ZERO);

  private final Kind kind;
  private final Duration deadline;

  private HeartbeatPolicy(Kind kind, Duration deadline) {
    this.kind = kind;
    this.deadline = deadline;
  }

  /**
   * Learns how often the server sends comments while it has no events (three intervals that differ
   * by less than half), and doubts a connection after 2.5 such intervals, at least 5 s and at most
   * 120 s; after 60 s where the server has no such rhythm. Doubt ends no connection: another one
   * beside it finds out whether anything was missed. If nothing was, the connection stays, and the
   * next doubt comes after twice the time, up to 8 minutes. The default.
   */
  public static HeartbeatPolicy auto() {
    return AUTO;
  }

  /**
   * Ends a connection that has been silent for a time, and opens another: for servers that are
   * known to send something more often than that.
   *
   * @param deadline how long a connection may be silent
   * @throws IllegalArgumentException if it is not positive
   */
  public static HeartbeatPolicy fixed(Duration deadline) {
    if (Objects.requireNonNull(deadline, "deadline").isZero() || deadline.isNegative()) {
      throw new IllegalArgumentException("deadline must be positive: " + deadline);
    }
    return new HeartbeatPolicy(Kind.FIXED, deadline);
  }

  /** Never doubts a connection: one that dies without a word is waited on for ever. */
  public static HeartbeatPolicy none() {
    return NONE;
  }

  /** Returns which of the policies this is. */
  public Kind kind() {
    return kind;
  }

  /** Returns the deadline of {@link #fixed}; zero for the others. */
  public Duration deadline() {
    return deadline;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HeartbeatPolicy
        && ((HeartbeatPolicy) other).kind == kind
        && ((HeartbeatPolicy) other).deadline.equals(deadline);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, deadline);
  }

  @Override
  public String toString() {
    return kind == Kind.FIXED ? "FIXED " + deadline : kind.toString();
  }

  /** The policies that there are. */
  public enum Kind {
    /** {@link HeartbeatPolicy#auto}. */
    AUTO,
    /** {@link HeartbeatPolicy#fixed}. */
    FIXED,
    /** {@link HeartbeatPolicy#none}. */
    NONE
  }
}
