package dev.holdfast.internal.connection;

import dev.holdfast.StreamException;
import dev.holdfast.Verdict;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An attempt beside the active connection, what it is for, and its time limits. */
final class Candidate {
  /**
   * How long a candidate may take to be accepted. One that is accepted and shows nothing, as on a
   * quiet stream whose server does not honour cursors, stays: the next event decides which of the
   * two connections is alive.
   */
  static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(15);

  final Link link;
  final Purpose purpose;

  /** How long it has, once it has begun; 0 for ever. */
  final long nanos;

  /** It has replayed the last event that the stream has. */
  boolean synced;

  private Timers.@Nullable Timer limit;
  private Timers.@Nullable Timer holdLimit;

  Candidate(Link link, Purpose purpose, long nanos) {
    this.link = link;
    this.purpose = purpose;
    this.nanos = nanos;
  }

  boolean is(Purpose what) {
    return purpose == what;
  }

  /** Until when it is to be accepted, or to show what it is there for. */
  void limit(Timers.Timer timer) {
    if (limit != null) {
      limit.cancel();
    }
    limit = timer;
  }

  /** The limit has passed; what it shows is looked at whenever it comes. */
  void unlimited() {
    limit = null;
  }

  boolean isLimited() {
    return limit != null;
  }

  /** Until when the active connection may bring what this one holds. */
  void holdLimit(Timers.Timer timer) {
    holdLimit = timer;
  }

  boolean isAwaited() {
    return holdLimit != null;
  }

  void cancelTimers() {
    if (limit != null) {
      limit.cancel();
      limit = null;
    }
    if (holdLimit != null) {
      holdLimit.cancel();
      holdLimit = null;
    }
  }

  /** How it ends if it has shown nothing within its limit. */
  AttemptEnd tooLate() {
    boolean silent = link.isOpen();
    return AttemptEnd.of(
        silent ? Verdict.MUTED : Verdict.UNREACHABLE,
        silent ? StreamException.Reason.MUTED : StreamException.Reason.TIMEOUT,
        (silent ? "accepted, and then nothing for " : "no response within ")
            + TimeUnit.NANOSECONDS.toMillis(LIMIT_NANOS)
            + " ms");
  }

  /** It takes the place of this connection, which may be presumed dead. */
  void replaces(@Nullable Link active) {
    if (is(Purpose.VERIFY) || is(Purpose.RESCUE)) {
      Link.presumeDead(active);
    }
  }

  /** Whether it could name no position as it began, while another one can now, and miss nothing. */
  boolean askedTooEarly(Session session) {
    return !synced && link.cursorSent == null && !link.isGated && session.resumes(session.cursor());
  }
}
