package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.StreamEvent;
import dev.holdfast.Verdict;
import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.session.Arrival;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.Grant;
import org.jspecify.annotations.Nullable;

/**
 * What attempts say, and whom it concerns: the stream, if it is the active connection; the
 * handover, if it is the candidate; nobody, if it is stale. Confined to the stream's serial
 * context.
 */
final class Reception {
  private final Supervisor supervisor;
  private final Clock clock;
  private final Session session;
  private final Recovery recovery;
  private final Negotiator negotiator;
  private final Handover handover;
  private final Upkeep upkeep;
  private final Trace trace;

  Reception(
      Supervisor supervisor,
      Clock clock,
      Session session,
      Recovery recovery,
      Negotiator negotiator,
      Handover handover,
      Upkeep upkeep,
      Trace trace) {
    this.supervisor = supervisor;
    this.clock = clock;
    this.session = session;
    this.recovery = recovery;
    this.negotiator = negotiator;
    this.handover = handover;
    this.upkeep = upkeep;
    this.trace = trace;
  }

  /** What the stream sends. */
  Uplink uplink() {
    return upkeep.uplink();
  }

  /** Sets what the stream sends; before it starts. */
  void uplink(Uplink uplink) {
    upkeep.uplink(uplink);
  }

  /** The app is asked for credentials, which takes as long as it takes. */
  void asksApp(Link link) {
    link.cancelDeadlines();
  }

  /** The app has answered. */
  void granted(Link link, Grant grant) {
    link.grant = grant;
    AttemptSpec spec = link.spec;
    if (spec != null) {
      supervisor.launcher().refusals().told(spec.refused());
      link.spec = spec.with(grant);
    }
  }

  /** The attempt waits at the origin's gate. */
  void gated(Link link) {
    if (!link.isGated) {
      return;
    }
    link.cancelDeadlines();
    if (isActive(link)) {
      recovery.held();
      supervisor.lifecycle().ensure(ConnectionState.WAITING, null);
    }
  }

  /** The attempt waits no longer: for credentials, or at the gate. */
  void letIn(Link link) {
    link.isGated = false;
    if (isStale(link)) {
      return;
    }
    if (isActive(link)) {
      recovery.released();
      supervisor.lifecycle().ensure(ConnectionState.CONNECTING, null);
      upkeep.letIn(link);
    } else {
      handover.letIn();
    }
    trace.letIn(link);
    supervisor.launcher().letIn(link);
  }

  /** The request has a connection, and goes out. */
  void sent(Link link) {
    link.sent = true;
    link.sentAt = clock.nanoTime();
    link.cancelConnectDeadline();
    if (isActive(link)) {
      upkeep.sent();
    }
  }

  void opened(Link link, ConnectionInfo connection, boolean cursorWithheld) {
    if (isStale(link)) {
      return;
    }
    link.connection = connection;
    link.cursorWithheld = cursorWithheld;
    link.openedAt = clock.nanoTime();
    supervisor.launcher().refusals().accepted();
    link.cancelDeadlines();
    trace.opened(link, connection);
    if (!isActive(link)) {
      handover.opened();
    } else if (negotiator.confirmsEnd(connection.statusCode(), link.openedAt - link.startedAt)) {
      supervisor.activeEnded();
      link.cancel();
      trace.ended(link, Verdict.ENDED, null, Next.FINISH, null);
      supervisor.close(null);
    } else {
      supervisor.opening().announce(link, false);
      upkeep.opened(link);
    }
  }

  void proven(Link link) {
    if (isStale(link)) {
      return;
    }
    link.proven = true;
    trace.proven(link);
    if (isActive(link)) {
      recovery.proven(link);
      upkeep.proven(link);
    }
  }

  void asked(Link link, @Nullable String cursor) {
    if (handover.isCandidate(link)) {
      handover.askedAgain();
    }
    // Perhaps only now: what it has just delivered may be sent again too.
    if (isActive(link)) {
      if (cursor == null && session.cursor() != null) {
        // A redirect led the poll to where the cursor is not sent.
        session.cursorWithheld();
      }
      link.continuation = session.continued(link.continuation, cursor);
    }
  }

  void arrival(Link link, Arrival arrival) {
    if (isStale(link)) {
      return;
    }
    StreamEvent event = arrival.event();
    if (event != null) {
      trace.event(link);
    }
    if (!isActive(link)) {
      handover.arrived(arrival);
    } else if (session.receive(link.continuation, arrival) && event != null) {
      link.fresh = true;
      handover.activeDelivered(event);
      upkeep.delivered();
    }
  }

  void resumed(Link link) {
    if (handover.isCandidate(link)) {
      handover.judge(link.continuation.resumed());
    }
  }

  void comment(Link link, long idleNanos) {
    if (isActive(link)) {
      upkeep.comment(idleNanos);
    }
  }

  void retryHint(Link link, long millis) {
    if (!isStale(link)) {
      recovery.serverRetry(millis);
    }
  }

  void ended(Link link, AttemptEnd end) {
    link.cancelDeadlines();
    if (handover.isCandidate(link)) {
      handover.candidateEnded(end);
    } else if (isActive(link)) {
      // One that is presumed dead may well die just now, whatever the server allows.
      upkeep.activeEnded(link, end, handover.isFor(Purpose.RESCUE) ? null : handover.candidate());
      supervisor.activeEnded();
      if (handover.candidate() != null) {
        recovery.served(link);
      }
      if (handover.promote(end)) {
        negotiator.endedBeside(link.type, end);
        trace.ended(link, end.verdict(), end.cause(), Next.REPLACED, null);
      } else {
        recovery.ended(link, link, end);
      }
    }
  }

  /** The active connection was silent for longer than it may be. */
  void silent(Link link, AttemptEnd end) {
    link.giveUp();
    supervisor.launcher().doubtConnections();
    ended(link, end);
  }

  private boolean isActive(Link link) {
    return link == supervisor.active();
  }

  private boolean isStale(Link link) {
    return !isActive(link) && !handover.isCandidate(link);
  }
}
