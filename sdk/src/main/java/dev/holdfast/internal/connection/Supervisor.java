package dev.holdfast.internal.connection;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.ResumeCheck;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.delivery.Delivery;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.SerialContext;
import dev.holdfast.internal.session.Arrival;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.Transport;
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
  private final Launcher launcher;
  private final Recovery recovery;
  private final Handover handover;
  private final Runnable onOver;

  private volatile ConnectionState state = ConnectionState.IDLE;
  private volatile @Nullable StreamException closeCause;
  private @Nullable Link active;

  /** {@code onOver} runs in the serial context when the stream has closed, for whatever reason. */
  Supervisor(
      Environment env,
      StreamRequest request,
      Transport transport,
      Session session,
      Delivery delivery,
      Runnable onOver) {
    this.env = env;
    this.anchorsReconnects = request.resumeCheck() == ResumeCheck.ANCHORED;
    this.session = session;
    this.delivery = delivery;
    this.launcher = new Launcher(request, transport, session, env.timers);
    this.recovery = new Recovery(this, env, request.backoff());
    this.handover = new Handover(this, session, env.timers);
    this.onOver = onOver;
  }

  // ---- From any thread.

  ConnectionState state() {
    return state;
  }

  @Nullable StreamException closeCause() {
    return closeCause;
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
    if (state == ConnectionState.WAITING) {
      connect();
    }
  }

  /** The network changed, or the machine slept: what was connected before is presumed dead. */
  void networkChanged() {
    launcher.doubtConnections();
    switch (state) {
      case WAITING:
        connect();
        break;
      case CONNECTING:
        breakThenMake();
        break;
      case OPEN:
        handover.begin(true);
        break;
      default:
        break;
    }
  }

  /** The active connection is in doubt: finds out by a candidate beside it. */
  void verify() {
    if (state == ConnectionState.OPEN) {
      launcher.doubtConnections();
      handover.begin(false);
    }
  }

  void close(@Nullable StreamException cause) {
    if (state == ConnectionState.CLOSED) {
      return;
    }
    closeCause = cause;
    transition(ConnectionState.CLOSED, cause);
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
    if (link == active) {
      announce(link, false);
    }
  }

  void onProven(Link link) {
    if (!isStale(link)) {
      link.proven = true;
      recovery.proven();
    }
  }

  void onArrival(Link link, Arrival arrival) {
    if (link == active) {
      boolean fresh = session.receive(link.continuation, arrival);
      StreamEvent event = arrival.event();
      if (fresh && event != null) {
        link.fresh = true;
        handover.activeDelivered(event);
      }
    } else if (handover.isCandidate(link)) {
      handover.arrived(link, arrival);
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
      if (!handover.promote(end.cause())) {
        recovery.ended(link, link, end);
      }
    }
  }

  // ---- For recovery and handover.

  Link launchAnchored() {
    return launcher.launch(this, true);
  }

  /** A cursor was refused: asks again at once. */
  void connectAgain(Link refused, StreamException refusal) {
    if (state != ConnectionState.CONNECTING) {
      transition(ConnectionState.CONNECTING, refusal);
    }
    active = launchDifferently(refused);
  }

  /** Launches an attempt from the stream's own cursor, or from none if that one was refused. */
  Link launchDifferently(Link refused) {
    return launcher.askedElsewhere(refused)
        ? launcher.launch(this, false)
        : launcher.launchWithoutCursor(this);
  }

  void waitFor(RetryInfo retry) {
    transition(ConnectionState.WAITING, retry.cause());
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
  }

  /** Not open any more; an attempt that had begun before goes on. */
  void connectionLost(StreamException cause) {
    transition(ConnectionState.CONNECTING, cause);
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
    recovery.opened();
    if (link.testsCursor && !synced) {
      session.cursorRefused();
    } else if (link.cursorWithheld) {
      session.cursorWithheld();
    } else if (recovery.wasServed()
        && !synced
        && (link.cursorSent == null || !session.canOverlap())) {
      session.reopenedBlindly();
    }
    if (state != ConnectionState.OPEN) {
      transition(ConnectionState.OPEN, null);
    }
    delivery.notice(listener -> listener.onOpen(connection));
  }

  void connect() {
    recovery.cancelTimer();
    if (state != ConnectionState.CONNECTING) {
      transition(ConnectionState.CONNECTING, null);
    }
    active = launcher.launch(this, anchorsReconnects);
  }

  private void dropActive() {
    Link link = active;
    if (link != null) {
      active = null;
      if (link.isOpen()) {
        recovery.served();
      }
      link.cancel();
    }
  }

  private boolean isStale(Link link) {
    return link != active && !handover.isCandidate(link);
  }

  /** The one place that writes the state. */
  private void transition(ConnectionState to, @Nullable StreamException cause) {
    context.checkInside();
    Lifecycle.check(state, to);
    state = to;
    delivery.notice(listener -> listener.onStateChange(to, cause));
  }
}
