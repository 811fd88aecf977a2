package dev.holdfast.internal.connection;

import org.jspecify.annotations.Nullable;

/**
 * One attempt's way through the gate. Every ticket ends by {@link #accepted}, {@link #failed} or
 * {@link #cancel}; what comes after the first of them is ignored.
 */
final class GateTicket {
  enum State {
    WAITING,
    /** The attempt counts as one of those under way. */
    GRANTED,
    /** The attempt took too long to count any longer; what comes of it is still news. */
    OVERDUE,
    DONE
  }

  private final OriginGate gate;
  private final GatedOrigin origin;
  final GateGuest guest;
  private final Runnable granted;

  // ---- Guarded by the lock.

  State state = State.WAITING;

  /** Where it stands among those that wait: the lowest is next. */
  long place;

  /** When it was granted, and until when it counts as under way. */
  long grantedAt;

  long deadline;

  /** Whether it never had to wait. Set before anybody else sees the ticket. */
  boolean atOnce;

  /** Whether that time passes because the server holds the request, as it may. */
  boolean held;

  /** Whether the request is out: something is there that took it. */
  boolean sent;

  /** Whether the attempt waits for a thread of ours. */
  boolean queued;

  /** Whether its origin was blamed for the time that it took. */
  boolean blamed;

  GateTicket(OriginGate gate, GatedOrigin origin, GateGuest guest, Runnable granted) {
    this.gate = gate;
    this.origin = origin;
    this.guest = guest;
    this.granted = granted;
  }

  /** Whether the attempt may start, and nobody will be told so: it never had to wait. */
  boolean isGrantedAtOnce() {
    return atOnce;
  }

  /** Whether the attempt may start, or has started. For those that wait, and are told, a hint. */
  boolean isGranted() {
    synchronized (gate.lock) {
      return isHeardOf();
    }
  }

  /** Whether what comes of the attempt is news. Under the lock. */
  boolean isHeardOf() {
    return state == State.GRANTED || state == State.OVERDUE;
  }

  /** What it waits for; null if it does not wait. */
  @Nullable String heldBy() {
    synchronized (gate.lock) {
      return state == State.WAITING ? origin.state().toString() : null;
    }
  }

  /** The attempt's request is out, and its server may hold it: that of a poll. */
  void held() {
    synchronized (gate.lock) {
      origin.held(this);
    }
  }

  /** The attempt's request is out, and is to be answered. */
  void sent() {
    synchronized (gate.lock) {
      sent = true;
    }
  }

  /** Whether the attempt waits for a thread: that says nothing of the origin. */
  void queued(boolean waits) {
    synchronized (gate.lock) {
      queued = waits;
    }
  }

  /** The origin took the attempt: it sent the head of a good response, or a byte of it. */
  void accepted() {
    synchronized (gate.lock) {
      origin.accepted(this);
    }
  }

  void failed(GateOutcome outcome) {
    synchronized (gate.lock) {
      origin.failed(this, outcome);
    }
  }

  /** The stream does not want the attempt any more. Never granted after this. */
  void cancel() {
    synchronized (gate.lock) {
      origin.cancel(this);
    }
  }

  /** The app asks for this stream: it is the next, of those that wait. */
  void toHead() {
    synchronized (gate.lock) {
      origin.toHead(this);
    }
  }

  /** On the control thread. */
  void tell() {
    if (isGranted()) {
      granted.run();
    }
  }
}
