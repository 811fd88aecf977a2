package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import dev.holdfast.ResumeCheck;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.delivery.Delivery;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.SerialContext;
import dev.holdfast.internal.session.Arrival;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.Transports;
import org.jspecify.annotations.Nullable;

/**
 * The life of one stream: which attempt is active, which is a candidate beside it, and what follows
 * when one of them says something. All state is confined to the serial context; what other threads
 * read is volatile, and written there only. An attempt that is neither active nor candidate is
 * stale, and changes nothing.
 */
final class Supervisor {
  private final SerialContext context = new SerialContext(this::onBug);
  private final Environment env;
  private final boolean anchorsReconnects;
  private final Session session;
  private final Delivery delivery;
  private final Lifecycle lifecycle;
  private final Trace trace;
  private final Negotiator negotiator;
  private final Launcher launcher;
  private final Recovery recovery;
  private final Handover handover;
  private final Runnable onOver;

  private @Nullable Link active;

  /** {@code onOver} runs in the serial context when the stream has closed, for whatever reason. */
  Supervisor(
      Environment env,
      StreamRequest request,
      Transports transports,
      TransportMemory memory,
      Session session,
      Delivery delivery,
      Runnable onOver) {
    this.env = env;
    this.anchorsReconnects = request.resumeCheck() == ResumeCheck.ANCHORED;
    this.session = session;
    this.delivery = delivery;
    this.lifecycle = new Lifecycle(delivery::notice);
    this.trace = new Trace(env.clock, delivery::notice);
    this.negotiator = new Negotiator(request, memory);
    this.launcher = new Launcher(this, request, transports, session, env.timers, trace);
    this.recovery = new Recovery(this, env, request.backoff(), negotiator, trace);
    this.handover = new Handover(this, session, env.timers, launcher, trace);
    this.onOver = onOver;
  }

  // ---- From any thread.

  ConnectionState state() {
    return lifecycle.state();
  }

  @Nullable StreamException closeCause() {
    return lifecycle.closeCause();
  }

  Diagnostics diagnostics() {
    ConnectionState state = lifecycle.state();
    return new Diagnostics(
        state,
        state == ConnectionState.CLOSED ? null : negotiator.lastTransport(),
        trace.attempts());
  }

  /** Runs a task in the serial context; callbacks that it leads to run on a reader thread. */
  void fromControl(Runnable task) {
    context.execute(task);
    delivery.schedule();
  }

  /** Runs a task in the serial context once the one that is running is done. */
  void later(Runnable task) {
    context.execute(task);
  }

  /** Runs a task in the serial context, then callbacks, on the calling reader thread. */
  void fromReader(Runnable task) {
    context.run(task);
    delivery.drain();
  }

  // ---- What the app and the client ask for. In the serial context, as all that follows.

  void reconnectNow() {
    if (lifecycle.is(ConnectionState.WAITING)) {
      connect();
    }
  }

  /** The network changed, or the machine slept: what was connected before is presumed dead. */
  void networkChanged() {
    launcher.doubtConnections();
    switch (lifecycle.state()) {
      case WAITING:
        connect();
        break;
      case CONNECTING:
        breakThenMake();
        break;
      case OPEN:
        handover.begin(negotiator.transport(), true);
        break;
      default:
        break;
    }
  }

  /** The active connection is in doubt: finds out by a candidate beside it. */
  void verify() {
    if (lifecycle.is(ConnectionState.OPEN)) {
      launcher.doubtConnections();
      handover.begin(negotiator.transport(), false);
    }
  }

  void close(@Nullable StreamException cause) {
    if (lifecycle.is(ConnectionState.CLOSED)) {
      return;
    }
    lifecycle.to(ConnectionState.CLOSED, cause);
    recovery.cancelTimer();
    handover.drop();
    dropActive();
    delivery.last(listener -> listener.onClosed(cause));
    onOver.run();
  }

  /**
   * No rule of ours threw this on purpose. A stream that is closed is better than one that hangs.
   */
  private void onBug(Throwable failure) {
    close(
        new StreamException(
            StreamException.Reason.INTERNAL, "bug in Holdfast: " + failure, failure));
  }

  // ---- What attempts say.

  void onOpened(Link link, ConnectionInfo connection, boolean cursorWithheld) {
    if (isStale(link)) {
      return;
    }
    link.connection = connection;
    link.cursorWithheld = cursorWithheld;
    link.openedAt = env.clock.nanoTime();
    link.cancelDeadline();
    trace.opened(link, connection);
    if (link == active) {
      if (negotiator.confirmsEnd(connection.statusCode(), link.openedAt - link.startedAt)) {
        active = null;
        link.cancel();
        trace.ended(link, Verdict.ENDED, null, Next.FINISH, null);
        close(null);
      } else {
        announce(link, false);
      }
    }
  }

  void onProven(Link link) {
    if (!isStale(link)) {
      link.proven = true;
      trace.proven(link);
      if (link == active) {
        recovery.proven(link);
      }
    }
  }

  void onAsked(Link link, @Nullable String cursor) {
    if (handover.isCandidate(link)) {
      handover.askedAgain(link);
    }
    // Perhaps only now: what it has just delivered may be sent again too.
    if (link == active) {
      link.continuation = session.continued(link.continuation, cursor);
    }
  }

  void onArrival(Link link, Arrival arrival) {
    if (isStale(link)) {
      return;
    }
    StreamEvent event = arrival.event();
    if (event != null) {
      trace.event(link);
    }
    if (link != active) {
      handover.arrived(link, arrival);
    } else if (session.receive(link.continuation, arrival) && event != null) {
      link.fresh = true;
      handover.activeDelivered(event);
    }
  }

  void onRetryHint(Link link, long millis) {
    if (!isStale(link)) {
      recovery.serverRetry(millis);
    }
  }

  void onEnded(Link link, AttemptEnd end) {
    link.cancelDeadline();
    if (handover.isCandidate(link)) {
      handover.candidateEnded(link, end);
    } else if (link == active) {
      active = null;
      if (handover.promote(end.cause())) {
        trace.ended(link, end.verdict(), end.cause(), Next.REPLACED, null);
      } else {
        recovery.ended(link, link, end);
      }
    }
  }

  // ---- For recovery and handover.

  /** A cursor was refused: asks again at once. */
  void connectAgain(Link refused, StreamException refusal) {
    lifecycle.ensure(ConnectionState.CONNECTING, refusal);
    active = launcher.launchDifferently(refused, false);
  }

  /** Another transport's turn, at once. */
  void fallBack(TransportType type, Link failed, AttemptEnd end) {
    lifecycle.ensure(ConnectionState.CONNECTING, end.cause());
    active =
        end.isPollAnswer()
            ? launcher.launchAfter(failed, type, end)
            : launcher.launch(type, anchorsReconnects);
  }

  void waitFor(RetryInfo retry) {
    lifecycle.to(ConnectionState.WAITING, retry.cause());
    delivery.notice(listener -> listener.onRetry(retry));
  }

  /** For streams where two connections cannot overlap. */
  void breakThenMake() {
    dropActive();
    connect();
  }

  void abandonActive(Link candidate, AttemptEnd end) {
    Link link = active;
    if (link != null) {
      dropActive();
      recovery.ended(link, candidate, end);
    }
  }

  void replaceActive(Link link) {
    dropActive();
    active = link;
    if (link.proven) {
      recovery.proven(link);
    }
  }

  /** Not open any more; an attempt that had begun before goes on. */
  void connectionLost(StreamException cause) {
    lifecycle.to(ConnectionState.CONNECTING, cause);
  }

  /**
   * The stream now has this connection: says so, and what it may have missed by it.
   *
   * @param synced whether the connection is known to miss nothing
   */
  void announce(Link link, boolean synced) {
    ConnectionInfo connection = link.connection;
    if (connection == null) {
      throw new IllegalStateException("not open: attempt " + link.number);
    }
    if (link.testsCursor && !synced) {
      session.cursorRefused();
    } else if (link.cursorWithheld) {
      session.cursorWithheld();
    } else if (recovery.wasServed() && !synced && !session.resumes(link.cursorSent)) {
      session.reopenedBlindly();
    }
    lifecycle.ensure(ConnectionState.OPEN, null);
    delivery.notice(listener -> listener.onOpen(connection));
  }

  void connect() {
    recovery.cancelTimer();
    lifecycle.ensure(ConnectionState.CONNECTING, null);
    active = launcher.launch(negotiator.transport(), anchorsReconnects);
  }

  private void dropActive() {
    Link link = active;
    if (link != null) {
      active = null;
      if (link.isOpen()) {
        recovery.served();
      }
      link.cancel();
      trace.ended(link, null, null, Next.REPLACED, null);
    }
  }

  private boolean isStale(Link link) {
    return link != active && !handover.isCandidate(link);
  }
}
