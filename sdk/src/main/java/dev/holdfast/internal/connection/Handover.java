package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.session.Arrival;
import dev.holdfast.internal.session.Continuation;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Make before break: a candidate runs beside the active connection and delivers nothing until it is
 * synced; then, in one step, it takes that one's place. Confined to the stream's serial context.
 */
final class Handover {
  /** How long a candidate may hold events that the active connection has not delivered. */
  static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Supervisor supervisor;
  private final Session session;
  private final Timers timers;
  private final Launcher launcher;
  private final Trace trace;
  private final Beside beside;
  private final long proofNanos;
  private @Nullable Candidate candidate;

  /**
   * @param proofNanos how long a candidate may take to show that it carries data
   * @param beside is told what the candidate showed
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
    this.timers = timers;
    this.launcher = launcher;
    this.trace = trace;
    this.proofNanos = proofNanos;
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

  /**
   * Starts a candidate, unless there is one that has not had its time.
   *
   * @param type what it goes by
   */
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
    drop();
    if (!session.canOverlap() && what != Purpose.VERIFY) {
      supervisor.breakThenMake();
      return;
    }
    Link link = launcher.launchCandidate(type);
    boolean mayPollInstead = purpose == Purpose.VERIFY && beside.mayPollInstead(link);
    start(link, purpose, mayPollInstead ? proofNanos : Candidate.LIMIT_NANOS);
  }

  /** Starts a poll beside an event stream that has shown nothing, from the same position. */
  void probe(Link active) {
    drop();
    start(launcher.launchProbe(active), Purpose.PROBE, 0);
  }

  /** Makes a connection that is to be given up the candidate for a last time. */
  void challenge(Link former, long nanos) {
    start(former, Purpose.CHALLENGE, nanos);
  }

  private void start(Link link, Purpose purpose, long nanos) {
    forget();
    Candidate next = new Candidate(link, purpose);
    candidate = next;
    if (nanos > 0) {
      next.limit(timers.schedule(nanos, () -> supervisor.fromControl(() -> onLimit(next))));
    }
  }

  /** The candidate was accepted. */
  void opened() {
    Candidate current = candidate;
    if (current != null && current.is(Purpose.VERIFY) && !supervisor.isOpen()) {
      // The connection in doubt was never accepted; this one is.
      switchTo(current, false);
    }
  }

  /** The candidate brought something. */
  void arrived(Arrival arrival) {
    Candidate current = candidate;
    if (current == null) {
      return;
    }
    Continuation.Standing standing = current.link.continuation.hold(arrival);
    if (!current.is(Purpose.PROBE)) {
      judge(current, standing);
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
    Candidate current = candidate;
    if (current != null) {
      judge(current, current.link.continuation.activeDelivered(event));
    }
  }

  private void judge(Candidate current, Continuation.Standing standing) {
    switch (standing) {
      case SYNCED:
        current.synced = true;
        if (!current.is(Purpose.VERIFY) || beside.activeBrokeItsRhythm()) {
          switchTo(current, true);
        } else {
          // What it would bring beyond that, the active connection would have missed.
          awaitMore(current);
        }
        break;
      case FULL:
        switchTo(current, current.synced);
        break;
      case HOLDING:
        awaitMore(current);
        break;
      case WAITING:
        break;
    }
  }

  private void awaitMore(Candidate current) {
    if (!current.isAwaited()) {
      current.holdLimit(
          timers.schedule(HOLD_NANOS, () -> supervisor.fromControl(() -> onHoldLimit(current))));
    }
  }

  private void onHoldLimit(Candidate current) {
    if (current != candidate) {
      return;
    }
    if (current.link.continuation.isHolding()) {
      switchTo(current, current.synced);
    } else {
      keepActive(current, Verdict.PROVEN);
    }
  }

  /** Nothing was missed by the active connection. */
  private void keepActive(Candidate current, @Nullable Verdict verdict) {
    forget();
    current.link.cancel();
    trace.ended(current.link, verdict, null, Next.KEEP_CURRENT, null);
    beside.activeStays();
  }

  /**
   * The candidate is over. If it may have been for its cursor, another one asks differently; else
   * the active connection goes on, unless it was only presumed to live.
   */
  void candidateEnded(AttemptEnd end) {
    Candidate current = candidate;
    if (current == null) {
      return;
    }
    Link link = current.link;
    if (end.mayRefuseCursor()) {
      trace.ended(link, end.verdict(), end.cause(), Next.RETRY_WITHOUT_CURSOR, link.type);
      start(launcher.launchDifferently(link, true), current.purpose, Candidate.LIMIT_NANOS);
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
      supervisor.abandonActive(link, end);
      return;
    }
    // It was to be a better transport's too: what that one says is not said of the stream's own.
    trace.ended(link, end.verdict(), end.cause(), Next.FALL_BACK, active.type);
    beside.candidateFailed(link, Purpose.RESCUE, end);
    start(launcher.launchCandidate(active.type), Purpose.RESCUE, Candidate.LIMIT_NANOS);
  }

  /**
   * The active connection is over. A candidate takes its place as it is.
   *
   * @return whether there was one
   */
  boolean promote(AttemptEnd end) {
    Candidate current = candidate;
    if (current == null) {
      return false;
    }
    if (current.link.isOpen()) {
      switchTo(current, current.synced);
    } else {
      forget();
      supervisor.replaceActive(current.link);
      supervisor.connectionLost(end.cause());
    }
    return true;
  }

  void drop() {
    Candidate current = candidate;
    if (current != null) {
      forget();
      current.link.cancel();
      trace.ended(current.link, null, null, Next.REPLACED, null);
    }
  }

  private void switchTo(Candidate current, boolean inSync) {
    Link link = current.link;
    if (current.is(Purpose.VERIFY)) {
      Link active = supervisor.active();
      boolean polled = link.type == TransportType.LONG_POLL;
      if (polled && active != null && active.type == TransportType.SSE && link.bringsMore()) {
        // A new event stream had shown nothing either, or had fallen silent just so.
        exchange(current, inSync);
        return;
      }
      beside.activeWasDead();
    }
    forget();
    supervisor.replaceActive(link);
    supervisor.announce(link, inSync);
    if (session.adopt(link.continuation, inSync)) {
      link.fresh = true;
    }
  }

  /** What a poll brought is delivered; the event stream beside it has a last chance to do so. */
  private void exchange(Candidate current, boolean inSync) {
    forget();
    Link former = supervisor.exchangeActive(current.link, inSync);
    if (session.adopt(current.link.continuation, inSync)) {
      current.link.fresh = true;
    }
    if (former != null) {
      beside.challenged(former, current.link);
    }
  }

  private void forget() {
    if (candidate != null) {
      candidate.cancelTimers();
      candidate = null;
    }
  }

  private void onLimit(Candidate current) {
    if (current != candidate) {
      return;
    }
    current.unlimited();
    Link link = current.link;
    switch (current.purpose) {
      case CHALLENGE:
        forget();
        beside.challengeLost(link);
        break;
      case RESCUE:
        if (link.isOpen()) {
          switchTo(current, current.synced);
        } else {
          tooLate(current);
        }
        break;
      case VERIFY:
        if (!link.proven && !current.isAwaited()) {
          verifyOtherwise(current);
        }
        break;
      default:
        if (!link.proven) {
          tooLate(current);
        }
        break;
    }
  }

  private void verifyOtherwise(Candidate current) {
    Link link = current.link;
    if (beside.mayPollInstead(link)) {
      forget();
      link.cancel();
      trace.ended(link, null, null, Next.REPLACED, null);
      Link poll = launcher.launchCandidate(TransportType.LONG_POLL);
      start(poll, Purpose.VERIFY, Candidate.LIMIT_NANOS);
    } else if (!link.isOpen()) {
      tooLate(current);
    } else if (link.type != TransportType.SSE) {
      keepActive(current, null);
    }
  }

  private void tooLate(Candidate current) {
    current.link.cancel();
    candidateEnded(current.tooLate());
  }
}
