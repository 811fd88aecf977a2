package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.ConnectionState;
import dev.holdfast.TransportType;
import org.jspecify.annotations.Nullable;

/**
 * What the app and the client ask of a stream, whatever it is doing. Confined to its serial
 * context.
 */
final class Demands {
  private final Supervisor supervisor;
  private final Backlog backlog;
  private final Launcher launcher;
  private final Negotiator negotiator;
  private final Handover handover;
  private final Upkeep upkeep;
  private final TransportMemory memory;

  /** Written in the serial context, read by any thread. */
  private volatile boolean paused;

  Demands(
      Supervisor supervisor,
      Backlog backlog,
      Launcher launcher,
      Negotiator negotiator,
      Handover handover,
      Upkeep upkeep,
      TransportMemory memory) {
    this.supervisor = supervisor;
    this.backlog = backlog;
    this.launcher = launcher;
    this.negotiator = negotiator;
    this.handover = handover;
    this.upkeep = upkeep;
    this.memory = memory;
  }

  /** Whether the app wants no connection for now. From any thread. */
  boolean isPaused() {
    return paused;
  }

  /** Whether there is to be no attempt: the app wants none, or there is no network. */
  boolean isHeld() {
    return paused || memory.isOffline();
  }

  /** What follows an attempt that is given up. */
  Next afterDrop() {
    return isHeld() ? Next.PAUSED : Next.REPLACED;
  }

  /** What the stream waits for while it has no attempt, if it does. From any thread. */
  @Nullable String heldBy() {
    if (paused) {
      return "the app, which has paused the stream";
    }
    return memory.isOffline() ? "a network: the app has said that there is none" : backlog.heldBy();
  }

  /**
   * The app wants no connection, or one again. Does nothing the second time, nor once it is closed.
   *
   * @return whether that is news
   */
  boolean pause(boolean wanted) {
    if (wanted == paused || supervisor.lifecycle().is(ConnectionState.CLOSED)) {
      return false;
    }
    paused = wanted;
    if (supervisor.lifecycle().is(ConnectionState.IDLE)) {
      return true; // It has yet to learn where to begin.
    }
    if (wanted) {
      supervisor.breakThenMake();
    } else {
      // What there was is old by now.
      launcher.doubtConnections();
      negotiator.forgetFailures();
      waited();
    }
    return true;
  }

  /** The stream has waited long enough, if it still does. */
  void waited() {
    if (supervisor.active() == null
        && supervisor.lifecycle().is(ConnectionState.WAITING)
        && !backlog.isFull(this::waited)) {
      supervisor.connect();
    }
  }

  /** The app does not want to wait: neither for the stream's own delay nor for others. */
  void reconnectNow() {
    waited();
    Link link = supervisor.active();
    if (link != null && link.isGated) {
      link.hurry();
    }
  }

  /** The network changed, or the machine slept: what was connected before is presumed dead. */
  void networkChanged() {
    launcher.doubtConnections();
    upkeep.networkChanged();
    negotiator.networkChanged();
    switch (supervisor.lifecycle().state()) {
      case WAITING:
        // One at the gate has begun nothing, and its turn may have come because of this.
        if (!isHeldFor(negotiator.transport())) {
          supervisor.breakThenMake();
        }
        break;
      case CONNECTING:
        supervisor.breakThenMake();
        break;
      case OPEN:
        if (upkeep.mayOverlap()) {
          begin(negotiator.transport(), Purpose.RESCUE);
        } else {
          supervisor.breakThenMake();
        }
        break;
      default:
        break;
    }
  }

  /**
   * There is no network: whatever has yet to connect is given up, and begun again with the next.
   */
  void networkLost() {
    if (!memory.isOffline()) {
      return;
    }
    switch (supervisor.lifecycle().state()) {
      case CONNECTING:
      case WAITING:
        supervisor.breakThenMake();
        break;
      case OPEN:
        handover.drop(Next.KEEP_CURRENT);
        break;
      default:
        break;
    }
  }

  private boolean isHeldFor(TransportType type) {
    Link link = supervisor.active();
    return link != null && link.isGated && link.type == type;
  }

  /** The active connection is in doubt: finds out by a candidate beside it. */
  void verify() {
    Link link = supervisor.active();
    if (link != null && !link.isGated) {
      launcher.doubtConnections();
      begin(upkeep.verifiesBy(link), Purpose.VERIFY);
    }
  }

  void renew() {
    Link link = supervisor.active();
    if (link != null && supervisor.lifecycle().isOpen()) {
      launcher.doubtConnections();
      move(link.type, upkeep.mayOverlap());
    }
  }

  /** The active connection is to be replaced, though it works. */
  void move(TransportType type, boolean mayOverlap) {
    if (mayOverlap) {
      begin(type, Purpose.MOVE);
    } else if (!memory.isOffline() && !isBehind(() -> move(type, false))) {
      supervisor.breakThenMake();
    }
  }

  private void begin(TransportType type, Purpose what) {
    if (!memory.isOffline() && !isBehind(() -> begin(type, what))) {
      handover.begin(type, what);
    }
  }

  /** Whether this has to wait for the app; of no use if the connection is another one by then. */
  private boolean isBehind(Runnable again) {
    Link active = supervisor.active();
    return backlog.isFull(
        () -> {
          if (supervisor.active() == active) {
            again.run();
          }
        });
  }
}
