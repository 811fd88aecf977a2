package dev.holdfast;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events that were lost, or may have been. Immutable. */
public final class Gap {
  private final @Nullable String from;
  private final @Nullable String to;
  private final Certainty certainty;
  private final Reason reason;

  /**
   * Creates a gap.
   *
   * @param from the position before it, or null where none is known
   * @param to the position after it, or null where none is known
   * @param certainty whether events are known to be lost
   * @param reason how it was noticed
   */
  public Gap(@Nullable String from, @Nullable String to, Certainty certainty, Reason reason) {
    this.from = from;
    this.to = to;
    this.certainty = Objects.requireNonNull(certainty, "certainty");
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Returns the position after the last event before the gap, or null where none is known. */
  public @Nullable String from() {
    return from;
  }

  /** Returns the identifier of the first event after the gap, or null where none is known. */
  public @Nullable String to() {
    return to;
  }

  /** Returns whether events are known to be lost, or may have been. */
  public Certainty certainty() {
    return certainty;
  }

  /** Returns how the gap was noticed. */
  public Reason reason() {
    return reason;
  }

  @Override
  public String toString() {
    return "Gap{" + certainty + " " + reason + ", from=" + from + ", to=" + to + "}";
  }

  /** How sure it is that events were lost. */
  public enum Certainty {
    /** Events were lost. */
    PROVEN,
    /** Nothing shows that the stream continued without loss; it may have. */
    POSSIBLE
  }

  /** How a gap is noticed. New reasons may be added: give a {@code switch} a default. */
  public enum Reason {
    /**
     * The server was asked to replay an event that we have, and sent something else: it did not
     * resume where it was asked to.
     */
    RESUME_NOT_HONOURED,
    /** The server used an identifier again for another event, as one that restarts its counter. */
    ID_REUSED,
    /** The stream has no identifiers to resume by, or one that never changes. */
    NO_CURSOR,
    /** The server refused the cursor (400, 410, 412, 422) and accepted a request without it. */
    CURSOR_REFUSED,
    /** The server said so itself: that events are lost, or that it did not resume. */
    REPORTED_BY_SERVER,
    /** A redirect to another origin; the cursor does not follow there. */
    CURSOR_WITHHELD
  }
}
