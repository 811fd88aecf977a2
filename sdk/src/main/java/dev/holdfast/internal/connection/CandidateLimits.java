package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.loop.Timers;
import java.util.concurrent.TimeUnit;

/** What follows when a candidate's time is up. Confined to the stream's serial context. */
final class CandidateLimits {
  /** How long a candidate may hold events that the active connection has not delivered. */
  static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Supervisor supervisor;
  private final Handover handover;
  private final Timers timers;
  private final Launcher launcher;
  private final Trace trace;
  private final long proofNanos;
  private final Beside beside;

  CandidateLimits(
      Supervisor supervisor,
      Handover handover,
      Timers timers,
      Launcher launcher,
      Trace trace,
      long proofNanos,
      Beside beside) {
    this.supervisor = supervisor;
    this.handover = handover;
    this.timers = timers;
    this.launcher = launcher;
    this.trace = trace;
    this.proofNanos = proofNanos;
    this.beside = beside;
  }

  /** How long a candidate for this has, to be accepted or to show what it is there for. */
  long nanos(Purpose purpose, Link link) {
    boolean mayPollInstead = purpose == Purpose.VERIFY && beside.mayPollInstead(link);
    return mayPollInstead ? proofNanos : Candidate.LIMIT_NANOS;
  }

  /** It is to be accepted in this time, or to show what it is there for. */
  void limit(Candidate candidate) {
    if (candidate.nanos > 0) {
      candidate.limit(
          timers.schedule(candidate.nanos, () -> supervisor.fromControl(() -> onLimit(candidate))));
    }
  }

  /** It holds events, or is about to: gives the active connection time to bring them. */
  void awaitMore(Candidate candidate) {
    if (!candidate.isAwaited()) {
      candidate.holdLimit(
          timers.schedule(HOLD_NANOS, () -> supervisor.fromControl(() -> onHoldLimit(candidate))));
    }
  }

  private void onHoldLimit(Candidate candidate) {
    if (!handover.isCurrent(candidate)) {
      return;
    }
    if (candidate.link.bringsMore()) {
      handover.switchTo(candidate, candidate.synced);
    } else if (candidate.is(Purpose.VERIFY) && beside.mayPollInstead(candidate.link)) {
      // What passes the beginning of a response and holds back the rest would do so here as well.
      pollInstead(candidate);
    } else {
      handover.keepActive(candidate, Verdict.PROVEN);
    }
  }

  private void onLimit(Candidate candidate) {
    if (!handover.isCurrent(candidate)) {
      return;
    }
    if (candidate.link.isGated) {
      // Its time is yet to begin.
      limit(candidate);
      return;
    }
    candidate.unlimited();
    Link link = candidate.link;
    switch (candidate.purpose) {
      case CHALLENGE:
        handover.forget();
        beside.challengeLost(link);
        break;
      case RESCUE:
        if (link.isOpen()) {
          handover.switchTo(candidate, candidate.synced);
        } else {
          tooLate(candidate);
        }
        break;
      case VERIFY:
        if (!link.proven && !candidate.isAwaited()) {
          verifyOtherwise(candidate);
        }
        break;
      default:
        // A WebSocket without a hello of its dialect has nothing to show on a quiet stream.
        if (!link.proven && !(link.isOpen() && link.type == TransportType.WEBSOCKET)) {
          tooLate(candidate);
        }
        break;
    }
  }

  private void verifyOtherwise(Candidate candidate) {
    Link link = candidate.link;
    if (beside.mayPollInstead(link)) {
      pollInstead(candidate);
    } else if (!link.isOpen()) {
      tooLate(candidate);
    } else if (link.type != TransportType.SSE) {
      handover.keepActive(candidate, null);
    }
  }

  private void pollInstead(Candidate candidate) {
    Link link = candidate.link;
    handover.forget();
    link.cancel();
    trace.ended(link, null, null, Next.REPLACED, null);
    Link poll = launcher.launchCandidate(TransportType.LONG_POLL);
    handover.start(poll, Purpose.VERIFY, Candidate.LIMIT_NANOS);
  }

  private void tooLate(Candidate candidate) {
    candidate.link.giveUp();
    handover.candidateEnded(candidate.tooLate());
  }
}
