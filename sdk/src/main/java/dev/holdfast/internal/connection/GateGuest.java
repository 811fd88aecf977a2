package dev.holdfast.internal.connection;

import java.util.HashSet;
import java.util.Set;

/** A stream, as one of its origins' gates knows it. */
final class GateGuest {
  private final OriginGate gate;
  private final GatedOrigin origin;

  /** Guarded by the lock: its connections that have received something, and are not over. */
  final Set<GateConnection> living = new HashSet<>(2);

  /** Guarded by the lock: attempts that failed in a row, and how many of others had not by then. */
  int failures;

  long provenBefore;

  /** Guarded by the lock: what it met last was that the origin fails it. */
  boolean doubts;

  /** What the stream asks for, there. */
  final String path;

  GateGuest(OriginGate gate, GatedOrigin origin, String path) {
    this.gate = gate;
    this.origin = origin;
    this.path = path;
  }

  /**
   * The stream wants to start an attempt. It may at once if the ticket says so ({@link
   * GateTicket#isGrantedAtOnce}). If not, {@code granted} is called later, once, on the control
   * thread, unless the ticket is cancelled; it must only put a task into the stream's serial
   * context, and the task must check that the stream still wants that ticket.
   */
  GateTicket enter(Runnable granted) {
    GateTicket ticket = new GateTicket(gate, origin, this, granted);
    synchronized (gate.lock) {
      origin.enter(ticket);
    }
    return ticket;
  }

  /** A connection that the stream is about to have. */
  GateConnection connection() {
    return new GateConnection(gate, origin, this);
  }

  /** The stream will not connect to the origin again. Its tickets are worth nothing any more. */
  void leave() {
    synchronized (gate.lock) {
      living.clear();
      origin.leave(this);
    }
  }

  /** Whether a connection that the stream has received something lately. Under the lock. */
  boolean vouches(long now) {
    for (GateConnection connection : living) {
      if (connection.vouches(now)) {
        return true;
      }
    }
    return false;
  }
}
