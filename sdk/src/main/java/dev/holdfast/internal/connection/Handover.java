package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
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

  /**
   * How long a candidate may take to be accepted. One that is accepted and shows nothing, as on a
   * quiet stream whose server does not honour cursors, stays: the next event decides which of the
   * two connections is alive.
   */
  static final long CANDIDATE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Supervisor supervisor;
  private final Session session;
  private final Timers timers;
  private final Launcher launcher;
  private final Trace trace;
  private final Beside beside;
  private final long proofNanos;
  private @Nullable Link candidate;
  private Purpose purpose = Purpose.MOVE;
  private boolean synced;
  private Timers.@Nullable Timer limit;
  private Timers.@Nullable Timer holdLimit;

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
    return link == candidate;
  }

  @Nullable Link candidate() {
    return candidate;
  }

  /** Whether there is a candidate for this. */
  boolean isFor(Purpose what) {
    return candidate != null && purpose == what;
  }

  /**
   * Starts a candidate, unless there is one that is still connecting, or that verifies already.
   *
   * @param type what it goes by
   */
  void begin(TransportType type, Purpose what) {
    boolean busy = limit != null || (isFor(Purpose.PROBE) && what == Purpose.VERIFY);
    if (busy && what != Purpose.RESCUE) {
      return;
    }
    if (isFor(Purpose.VERIFY)) {
      // That one has shown no more than the active connection.
      beside.activeStays();
    }
    boolean presumedDead = what == Purpose.RESCUE || isFor(Purpose.RESCUE);
    drop();
    purpose = presumedDead ? Purpose.RESCUE : what;
    if (!session.canOverlap() && what != Purpose.VERIFY) {
      supervisor.breakThenMake();
    } else {
      startCandidate(type);
    }
  }

  private void startCandidate(TransportType type) {
    boolean mayEscalate = purpose == Purpose.VERIFY && type == TransportType.SSE;
    start(launcher.launchCandidate(type), mayEscalate ? proofNanos : CANDIDATE_NANOS);
  }

  /** Starts a poll beside an event stream that has shown nothing, from the same position. */
  void probe(Link active) {
    drop();
    purpose = Purpose.PROBE;
    start(launcher.launchProbe(active), 0);
  }

  /** Makes a connection that is to be given up the candidate for a last time. */
  void challenge(Link former, long nanos) {
    purpose = Purpose.CHALLENGE;
    start(former, nanos);
  }

  private void start(Link link, long nanos) {
    forget();
    candidate = link;
    if (nanos > 0) {
      limit = timers.schedule(nanos, () -> supervisor.fromControl(() -> onLimit(link)));
    }
  }

  void opened(Link link) {
    if (purpose == Purpose.VERIFY && !supervisor.isOpen()) {
      // The connection in doubt was never accepted; this one is.
      switchTo(link, false);
    }
  }

  void arrived(Link link, Arrival arrival) {
    if (purpose == Purpose.PROBE) {
      if (arrival.event() != null) {
        forget();
        beside.probeBrought(link, arrival);
      }
      return;
    }
    judge(link, link.continuation.hold(arrival));
  }

  /**
   * A candidate that polls has asked on. What it holds was not asked for again, but a server may
   * send it again; so it is taken as it is.
   */
  void askedAgain(Link link) {
    if (holdLimit != null && purpose != Purpose.PROBE) {
      switchTo(link, synced);
    }
  }

  /** The active connection is alive: it brought something. */
  void activeShowsLife() {
    Link link = candidate;
    if (link != null && purpose == Purpose.VERIFY) {
      keepActive(link, Verdict.PROVEN);
    }
  }

  void activeDelivered(StreamEvent event) {
    activeShowsLife();
    Link link = candidate;
    if (link != null && purpose != Purpose.PROBE) {
      judge(link, link.continuation.activeDelivered(event));
    }
  }

  private void judge(Link link, Continuation.Standing standing) {
    switch (standing) {
      case SYNCED:
        synced = true;
        if (purpose != Purpose.VERIFY || beside.activeBrokeItsRhythm()) {
          switchTo(link, true);
        } else {
          // What it would bring beyond that, the active connection would have missed.
          awaitMore(link);
        }
        break;
      case FULL:
        switchTo(link, synced);
        break;
      case HOLDING:
        awaitMore(link);
        break;
      case WAITING:
        break;
    }
  }

  private void awaitMore(Link link) {
    if (holdLimit == null) {
      holdLimit =
          timers.schedule(HOLD_NANOS, () -> supervisor.fromControl(() -> onHoldLimit(link)));
    }
  }

  private void onHoldLimit(Link link) {
    if (!isCandidate(link)) {
      return;
    }
    holdLimit = null;
    if (link.continuation.isHolding()) {
      switchTo(link, synced);
    } else {
      keepActive(link, Verdict.PROVEN);
    }
  }

  /** Nothing was missed by the active connection. */
  private void keepActive(Link link, @Nullable Verdict verdict) {
    forget();
    link.cancel();
    trace.ended(link, verdict, null, Next.KEEP_CURRENT, null);
    beside.activeStays();
  }

  /**
   * The candidate is over. If it may have been for its cursor, another one asks differently; else
   * the active connection goes on, unless it was only presumed to live.
   */
  void candidateEnded(Link link, AttemptEnd end) {
    if (end.mayRefuseCursor()) {
      trace.ended(link, end.verdict(), end.cause(), Next.RETRY_WITHOUT_CURSOR, link.type);
      start(launcher.launchDifferently(link, true), CANDIDATE_NANOS);
      return;
    }
    Purpose was = purpose;
    forget();
    if (was == Purpose.RESCUE) {
      supervisor.abandonActive(link, end);
      return;
    }
    trace.ended(link, end.verdict(), end.cause(), Next.KEEP_CURRENT, null);
    beside.candidateFailed(link, was, end);
  }

  /**
   * The active connection is over. A candidate takes its place as it is.
   *
   * @return whether there was one
   */
  boolean promote(AttemptEnd end) {
    Link link = candidate;
    if (link == null) {
      return false;
    }
    if (link.isOpen()) {
      switchTo(link, synced);
    } else {
      forget();
      supervisor.replaceActive(link);
      supervisor.connectionLost(end.cause());
    }
    return true;
  }

  void drop() {
    Link link = candidate;
    if (link != null) {
      forget();
      link.cancel();
      trace.ended(link, null, null, Next.REPLACED, null);
    }
  }

  private void switchTo(Link link, boolean inSync) {
    Link active = supervisor.active();
    boolean polled = purpose == Purpose.VERIFY && link.type == TransportType.LONG_POLL;
    if (polled && active != null && active.type == TransportType.SSE) {
      // A new event stream beside it had shown nothing either.
      beside.muted(active);
    }
    forget();
    supervisor.replaceActive(link);
    supervisor.announce(link, inSync);
    if (session.adopt(link.continuation, inSync)) {
      link.fresh = true;
    }
  }

  private void forget() {
    candidate = null;
    synced = false;
    if (limit != null) {
      limit.cancel();
      limit = null;
    }
    if (holdLimit != null) {
      holdLimit.cancel();
      holdLimit = null;
    }
  }

  private void onLimit(Link link) {
    if (!isCandidate(link)) {
      return;
    }
    limit = null;
    switch (purpose) {
      case CHALLENGE:
        forget();
        beside.challengeLost(link);
        break;
      case RESCUE:
        if (link.isOpen()) {
          switchTo(link, synced);
        } else {
          tooLate(link);
        }
        break;
      case VERIFY:
        if (holdLimit == null) {
          verifyOtherwise(link);
        }
        break;
      default:
        if (!link.proven) {
          tooLate(link);
        }
        break;
    }
  }

  private void verifyOtherwise(Link link) {
    if (beside.mayPollInstead(link)) {
      forget();
      link.cancel();
      trace.ended(link, null, null, Next.FALL_BACK, TransportType.LONG_POLL);
      start(launcher.launchCandidate(TransportType.LONG_POLL), CANDIDATE_NANOS);
    } else if (link.type != TransportType.SSE || !link.isOpen()) {
      keepActive(link, null);
    }
  }

  private void tooLate(Link link) {
    link.cancel();
    boolean silent = link.isOpen();
    candidateEnded(
        link,
        AttemptEnd.of(
            silent ? Verdict.MUTED : Verdict.UNREACHABLE,
            silent ? StreamException.Reason.MUTED : StreamException.Reason.TIMEOUT,
            (silent ? "accepted, and then nothing for " : "no response within ")
                + TimeUnit.NANOSECONDS.toMillis(CANDIDATE_NANOS)
                + " ms"));
  }
}
