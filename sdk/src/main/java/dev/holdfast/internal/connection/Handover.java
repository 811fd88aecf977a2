package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.ConnectionState;
import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.session.Arrival;
import dev.holdfast.internal.session.Continuation;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Make before break: a candidate runs beside the active connection and delivers nothing until it is
 * synced; then, in one step, it takes that one's place. Confined to the stream's serial context.
 */
final class Handover {
  private final Supervisor supervisor;
  private final Session session;
  private final Launcher launcher;
  private final Trace trace;
  private final Beside beside;
  private final CandidateLimits limits;
  private @Nullable Candidate candidate;

  /**
   * @param proofNanos how long a candidate may take to show that it carries data
   * @param beside is told what it showed
   */
  Handover(
      Supervisor supervisor,
      Session session,
      Timers timers,
      Launcher launcher,
      Trace trace,
      long proofNanos,
      Beside beside) {
    this.supervisor = supervisor;
    this.session = session;
    this.limits =
        new CandidateLimits(supervisor, this, timers, launcher, trace, proofNanos, beside);
    this.launcher = launcher;
    this.trace = trace;
    this.beside = beside;
  }

  boolean isCandidate(Link link) {
    return candidate != null && candidate.link == link;
  }

  @Nullable Link candidate() {
    return candidate == null ? null : candidate.link;
  }

  /** Whether there is a candidate that still has its time to be accepted. */
  boolean isUnderWay() {
    return candidate != null && candidate.isLimited();
  }

  /** Whether there is a candidate for this. */
  boolean isFor(Purpose what) {
    return candidate != null && candidate.is(what);
  }

  /** Starts a candidate by this transport, unless there is one that has not had its time. */
  void begin(TransportType type, Purpose what) {
    Candidate before = candidate;
    if (before != null && what != Purpose.RESCUE) {
      if (before.isLimited() || (before.is(Purpose.PROBE) && what == Purpose.VERIFY)) {
        return;
      }
      if (before.is(Purpose.VERIFY)) {
        // That one has shown no more than the active connection.
        beside.activeStays();
      }
    }
    Purpose purpose = isFor(Purpose.RESCUE) ? Purpose.RESCUE : what;
    drop(Next.REPLACED);
    if (!session.canOverlap() && what != Purpose.VERIFY) {
      supervisor.breakThenMake();
      return;
    }
    Link link = launcher.launchCandidate(type);
    start(link, purpose, limits.nanos(purpose, link));
  }

  /** Starts a poll beside an event stream that has shown nothing, from the same position. */
  void probe(Link active) {
    drop(Next.REPLACED);
    start(launcher.launchProbe(active), Purpose.PROBE, 0);
  }

  /** Makes a connection that is to be given up the candidate for a last time. */
  void challenge(Link former, long nanos) {
    start(former, Purpose.CHALLENGE, nanos);
  }

  /**
   * @param nanos how long it has to be accepted, or to show what it is there for; 0 for ever
   */
  void start(Link link, Purpose purpose, long nanos) {
    forget();
    candidate = new Candidate(link, purpose, nanos);
    limits.limit(candidate);
  }

  /** The candidate has waited for its turn: its time begins now. */
  void letIn() {
    if (candidate != null) {
      limits.limit(candidate);
    }
  }

  boolean isCurrent(Candidate other) {
    return candidate == other;
  }

  /** The candidate was accepted. */
  void opened() {
    Candidate current = candidate;
    if (current != null && current.is(Purpose.VERIFY) && !supervisor.lifecycle().isOpen()) {
      // The connection in doubt was never accepted; this one is.
      switchTo(current, false);
    }
  }

  void arrived(Arrival arrival) {
    Candidate current = Objects.requireNonNull(candidate);
    Continuation.Standing standing = current.link.continuation.hold(arrival);
    if (!current.is(Purpose.PROBE)) {
      judge(standing);
    } else if (current.link.continuation.isHolding()) {
      exchange(current, false);
    }
  }

  /**
   * A candidate that polls has asked on. What it holds was not asked for again, but a server may
   * send it again; so it is taken as it is. If it holds nothing, its replay goes on.
   */
  void askedAgain() {
    Candidate current = candidate;
    if (current == null) {
      return;
    }
    if (current.link.continuation.isHolding()) {
      switchTo(current, current.synced);
    } else {
      current.link.continuation.askedAgain();
    }
  }

  /** The active connection is alive: it brought something. */
  void activeShowsLife() {
    Candidate current = candidate;
    if (current != null && current.is(Purpose.VERIFY)) {
      keepActive(current, Verdict.PROVEN);
    }
  }

  void activeDelivered(StreamEvent event) {
    activeShowsLife();
    if (candidate != null) {
      judge(candidate.link.continuation.activeDelivered(event));
    }
  }

  /** Acts on where the candidate stands now. */
  void judge(Continuation.Standing standing) {
    Candidate current = Objects.requireNonNull(candidate);
    switch (standing) {
      case SYNCED:
        current.synced = true;
        if (!current.is(Purpose.VERIFY) || beside.activeBrokeItsRhythm()) {
          switchTo(current, true);
        } else {
          // What it would bring beyond that, the active connection would have missed.
          limits.awaitMore(current);
        }
        break;
      case FULL:
        switchTo(current, current.synced);
        break;
      case HOLDING:
        limits.awaitMore(current);
        break;
      default:
        break;
    }
  }

  /** Nothing was missed by the active connection. */
  void keepActive(Candidate current, @Nullable Verdict verdict) {
    forget();
    current.link.cancel();
    trace.ended(current.link, verdict, null, Next.KEEP_CURRENT, null);
    beside.activeStays();
  }

  /**
   * The candidate is over. If it may have been for its cursor or its credentials, another one asks
   * differently; else the active connection goes on, unless it was only presumed to live.
   */
  void candidateEnded(AttemptEnd end) {
    Candidate current = candidate;
    if (current == null) {
      return;
    }
    Link link = current.link;
    Link instead = launcher.launchInstead(link, end);
    if (instead != null) {
      start(instead, current.purpose, Candidate.LIMIT_NANOS);
      return;
    }
    forget();
    if (current.is(Purpose.RESCUE)) {
      rescueFailed(link, end);
      return;
    }
    trace.ended(link, end.verdict(), end.cause(), Next.KEEP_CURRENT, null);
    beside.candidateFailed(link, current.purpose, end);
  }

  private void rescueFailed(Link link, AttemptEnd end) {
    Link active = supervisor.active();
    if (active == null || active.type == link.type) {
      Link.presumeDead(active);
      supervisor.abandonActive(link, end);
      return;
    }
    // It was to be a better transport's too: what that one says is not said of the stream's own.
    trace.ended(link, end.verdict(), end.cause(), Next.FALL_BACK, active.type);
    beside.candidateFailed(link, Purpose.RESCUE, end);
    start(launcher.launchCandidate(active.type), Purpose.RESCUE, Candidate.LIMIT_NANOS);
  }

  /** The active connection is over: a candidate takes its place as it is, if there is one. */
  boolean promote(AttemptEnd end) {
    Candidate current = candidate;
    if (current == null || current.askedTooEarly(session)) {
      drop(Next.REPLACED);
      return false;
    }
    if (current.link.isOpen()) {
      switchTo(current, current.synced);
    } else {
      forget();
      supervisor.replaceActive(current.link);
      supervisor.lifecycle().ensure(ConnectionState.CONNECTING, end.cause());
      supervisor.reception().gated(current.link);
    }
    return true;
  }

  void drop(Next next) {
    Candidate current = candidate;
    if (current != null) {
      forget();
      current.link.cancel();
      trace.ended(current.link, null, null, next, null);
    }
  }

  void switchTo(Candidate current, boolean inSync) {
    Link link = current.link;
    if (current.is(Purpose.VERIFY)) {
      if (link.bringsMore() && beside.mayBeMuted(link)) {
        exchange(current, inSync);
        return;
      }
      beside.activeWasDead();
    }
    current.replaces(supervisor.active());
    forget();
    supervisor.replaceActive(link);
    supervisor.opening().announce(link, inSync);
    link.fresh |= session.adopt(link.continuation, inSync);
  }

  /** What a poll brought is delivered; the event stream beside it has a last chance to do so. */
  private void exchange(Candidate current, boolean inSync) {
    forget();
    Link former = supervisor.exchangeActive(current.link, inSync);
    current.link.fresh |= session.adopt(current.link.continuation, inSync);
    if (former != null) {
      beside.challenged(former, current.link);
    }
  }

  /** There is no candidate any more. */
  void forget() {
    if (candidate != null) {
      candidate.cancelTimers();
      candidate = null;
    }
  }
}
