package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.concurrent.TimeUnit;

/**
 * Finds event streams that are accepted, or not even that, and then show nothing: a proxy may hold
 * all of it back, or there may be nothing to show. Nobody can tell from the stream alone; so a poll
 * asks beside it, from the same position. Only an event that the poll brings and the stream, given
 * time, does not, is evidence. Confined to the stream's serial context.
 */
final class ProofWatch {
  /** What the stream gets at least, to bring what the poll brought: a race proves nothing. */
  private static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PROBE_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Supervisor supervisor;
  private final Environment env;
  private final StreamRequest request;
  private final Negotiator negotiator;
  private final TransportMemory memory;
  private final Overlap overlap;
  private final Alarm alarm;
  private boolean pollRefused;

  /** Whether the event stream that is challenged must have had what the poll brought. */
  private boolean evident;

  ProofWatch(
      Supervisor supervisor,
      Environment env,
      StreamRequest request,
      Negotiator negotiator,
      TransportMemory memory,
      Overlap overlap) {
    this.supervisor = supervisor;
    this.env = env;
    this.request = request;
    this.negotiator = negotiator;
    this.memory = memory;
    this.overlap = overlap;
    this.alarm = new Alarm(supervisor, env.timers, this::look);
  }

  void began(Link link) {
    if (link.type == TransportType.SSE && !link.proven) {
      alarm.set(Nanos.of(request.proofTimeout()));
    }
  }

  /** A candidate that had taken the place of a probe is over. */
  void lookOn() {
    Link link = supervisor.active();
    if (link != null && !alarm.isSet()) {
      began(link);
    }
  }

  void proven(Link link) {
    stop();
    if (supervisor.handover().isFor(Purpose.PROBE)) {
      supervisor.handover().drop(Next.REPLACED);
    }
  }

  void networkChanged() {
    pollRefused = false;
  }

  void stop() {
    alarm.cancel();
  }

  boolean isEventStreamActive() {
    Link link = supervisor.active();
    return link != null && link.type == TransportType.SSE;
  }

  /** Whether a poll may tell what an event stream does not. */
  boolean mayPoll() {
    return !pollRefused
        && !memory.isOffline()
        && overlap.isAllowed()
        && negotiator.mayUse(TransportType.LONG_POLL);
  }

  private void look() {
    Link link = supervisor.active();
    if (link == null || link.proven || link.type != TransportType.SSE || !mayPoll()) {
      return;
    }
    if (link.isGated || supervisor.handover().isUnderWay()) {
      // Such as the rescue of a stream whose network changed: that tells more than a poll.
      alarm.set(Nanos.of(request.proofTimeout()));
      return;
    }
    supervisor.handover().probe(link);
  }

  void probeFailed(AttemptEnd end) {
    if (!refusesPolls(end)) {
      alarm.set(PROBE_AGAIN_NANOS);
    }
  }

  /** A poll that verified has ended. */
  void learnFrom(Link candidate, AttemptEnd end) {
    if (candidate.type == TransportType.LONG_POLL) {
      refusesPolls(end);
    }
  }

  private boolean refusesPolls(AttemptEnd end) {
    pollRefused |= end.verdict() == Verdict.REFUSED || end.verdict() == Verdict.REJECTED;
    return pollRefused;
  }

  /** A poll brought events, and is the connection now; the event stream may show them yet. */
  void challenged(Link eventStream, Link poll) {
    long roundTrip = eventStream.isOpen() ? eventStream.openedAt - eventStream.startedAt : 0;
    // Without a position, an answer that comes at once may hold what was there before.
    evident =
        eventStream.cursorSent != null
            || eventStream.proven
            || env.clock.nanoTime() - poll.startedAt >= MARGIN_NANOS;
    supervisor.handover().challenge(eventStream, Math.max(MARGIN_NANOS, 2 * roundTrip));
  }

  /** An event stream held back what a poll brought, though it had every chance. */
  void challengeLost(Link eventStream) {
    eventStream.cancel();
    if (evident) {
      memory.blocked(request, eventStream.type);
    }
    String how = eventStream.isOpen() ? "was accepted" : "was not answered";
    StreamException cause =
        new StreamException(
            StreamException.Reason.MUTED,
            "the event stream "
                + how
                + " and held back what polling brought: "
                + Redaction.url(request.url()),
            null);
    supervisor
        .trace()
        .ended(eventStream, Verdict.MUTED, cause, Next.FALL_BACK, TransportType.LONG_POLL);
  }
}
