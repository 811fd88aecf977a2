package dev.holdfast.internal.connection;

import java.util.concurrent.TimeUnit;

/** A stream, as one of its origins' gates knows it. */
final class GateGuest {
  /** Often enough to know whether a byte came within seconds; rare enough to cost nothing. */
  private static final long NOTED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final OriginGate gate;
  private final GatedOrigin origin;

  /** Written by the stream's reader, and under the lock; read under the lock. */
  private volatile boolean vouches;

  private volatile long lastByteAt;

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

  /** The stream's connection received something. Cheap, for use with every read. */
  void received() {
    long now = gate.clock.nanoTime();
    if (!vouches || now - lastByteAt > NOTED_NANOS) {
      lastByteAt = now;
      vouches = true;
      if (origin.isOpen()) {
        synchronized (gate.lock) {
          origin.showedLife();
        }
      }
    }
  }

  /** The stream's connection was lost, other than by an end that its server meant. */
  void lost() {
    synchronized (gate.lock) {
      vouches = false;
      doubts = true;
      origin.lost();
    }
  }

  /** The stream has no connection any more, and nobody is to blame. */
  void disconnected() {
    vouches = false;
  }

  /** The stream will not connect to the origin again. Its tickets are worth nothing any more. */
  void leave() {
    synchronized (gate.lock) {
      vouches = false;
      origin.leave(this);
    }
  }

  /** Whether the connection that the stream has received something lately. */
  boolean vouches(long now) {
    return vouches && now - lastByteAt < GatedOrigin.SILENCE_NANOS;
  }
}
