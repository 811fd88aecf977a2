package dev.holdfast.internal.connection;

import java.util.concurrent.TimeUnit;

/**
 * One connection of a stream, as far as it says something of its origin. A stream may have two at a
 * time: what becomes of one is not said of the other. Safe for use from any thread; what comes
 * after its end is ignored.
 */
final class GateConnection {
  /** Often enough to know whether a byte came within seconds; rare enough to cost nothing. */
  private static final long NOTED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final OriginGate gate;
  private final GatedOrigin origin;
  private final GateGuest guest;

  /** Written under the lock. */
  private volatile boolean living;

  private volatile boolean over;

  /** Written by the connection's reader; read under the lock. */
  private volatile long lastByteAt;

  GateConnection(OriginGate gate, GatedOrigin origin, GateGuest guest) {
    this.gate = gate;
    this.origin = origin;
    this.guest = guest;
  }

  /** Something came from the socket just now. Cheap, for use with every read. */
  void received() {
    long now = gate.clock.nanoTime();
    if (over || (living && now - lastByteAt <= NOTED_NANOS)) {
      return;
    }
    lastByteAt = now;
    if (!living || origin.isOpen()) {
      synchronized (gate.lock) {
        if (!over) {
          living = true;
          guest.living.add(this);
          origin.showedLife();
        }
      }
    }
  }

  /** It was lost, other than by an end that its server meant. */
  void lost() {
    synchronized (gate.lock) {
      if (end()) {
        origin.lost(guest);
      }
    }
  }

  /** It ended in good order. */
  void ended() {
    synchronized (gate.lock) {
      if (end()) {
        origin.ended(guest);
      }
    }
  }

  /** One of its requests failed, as an attempt may: with this outcome. */
  void failed(GateOutcome outcome) {
    synchronized (gate.lock) {
      if (end() && (outcome == GateOutcome.AWAY || outcome == GateOutcome.BUSY)) {
        origin.failedLater(guest, outcome == GateOutcome.AWAY);
      }
    }
  }

  /** A request of it broke before its answer: whether it may be repeated at once, ungated. */
  boolean mayAskAgain() {
    synchronized (gate.lock) {
      return !over && origin.mayAskAgain(guest);
    }
  }

  /** It is over, and nobody is to blame. */
  void disconnected() {
    synchronized (gate.lock) {
      end();
    }
  }

  /** Under the lock. Returns whether it was not over before. */
  private boolean end() {
    boolean first = !over;
    over = true;
    living = false;
    guest.living.remove(this);
    return first;
  }

  /** Whether it has received something lately. Under the lock. */
  boolean vouches(long now) {
    return living && now - lastByteAt < GatedOrigin.SILENCE_NANOS;
  }
}
