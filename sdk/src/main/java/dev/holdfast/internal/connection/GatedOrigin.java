package dev.holdfast.internal.connection;

import dev.holdfast.internal.connection.GateTicket.State;
import dev.holdfast.internal.loop.Timers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One origin's gate. Closed as a circuit is: attempts go through, so many at once. Open while the
 * origin is away: one attempt at a time looks whether it is back. A stream that is alone with its
 * origin is never held: its own backoff is all that there is to say.
 *
 * <p>All but {@link #isOpen} under the gate's lock.
 */
final class GatedOrigin {
  /** A connection that brought a byte within this time shows that the origin is there. */
  static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final OriginGate gate;
  private final String name;
  private final GateQueue queue = new GateQueue();
  private final GateWindow window;
  private final Set<GateGuest> guests = new HashSet<>();

  private volatile boolean open;
  private final GateProbes probes;

  private Timers.@Nullable Timer timer;
  private long timerAt;
  private int timers;

  /** Granted by others than themselves: to be told so. */
  private List<GateTicket> granted = new ArrayList<>();

  GatedOrigin(OriginGate gate, String name) {
    this.gate = gate;
    this.name = name;
    this.window = new GateWindow(gate.random);
    this.probes = new GateProbes(gate.random);
  }

  /** From any thread. */
  boolean isOpen() {
    return open;
  }

  GateGuest join() {
    GateGuest guest = new GateGuest(gate, this);
    guests.add(guest);
    return guest;
  }

  void leave(GateGuest guest) {
    if (!guests.remove(guest)) {
      return;
    }
    queue.removeAllOf(guest);
    window.forget(guest);
    if (guests.isEmpty()) {
      gate.forget(name);
    }
    update();
  }

  void enter(GateTicket ticket) {
    if (!guests.contains(ticket.guest)) {
      throw new IllegalStateException("has left " + name);
    }
    queue.add(ticket);
    if (open && !ticket.guest.doubts) {
      // They may all be at one URL that fails.
      queue.toHead(ticket);
      probes.newcomer(gate.clock.nanoTime());
    }
    pump();
    // It sees for itself.
    ticket.atOnce = granted.remove(ticket);
    tell();
  }

  void toHead(GateTicket ticket) {
    queue.toHead(ticket);
    update();
  }

  void cancel(GateTicket ticket) {
    queue.end(ticket, State.DONE);
    update();
  }

  void held(GateTicket ticket) {
    queue.held(ticket, gate.clock.nanoTime());
    update();
  }

  void accepted(GateTicket ticket) {
    if (ticket.isHeardOf()) {
      queue.end(ticket, State.DONE);
      welcome(ticket.guest);
      update();
    }
  }

  void failed(GateTicket ticket, GateOutcome outcome) {
    if (ticket.isHeardOf()) {
      // One that was overdue has been counted, unless it was taken to be accepted.
      boolean counted = ticket.state == State.OVERDUE && !ticket.held;
      queue.end(ticket, State.DONE);
      if (outcome == GateOutcome.ANSWERED) {
        answered();
      } else if (outcome != GateOutcome.UNKNOWN && !counted) {
        blame(ticket, outcome == GateOutcome.AWAY, gate.clock.nanoTime());
      }
      update();
    }
  }

  /** A connection brought something while the origin was taken to be away. */
  void showedLife() {
    if (open) {
      close();
      update();
    }
  }

  void lost() {
    if (!open) {
      window.lost(gate.clock.nanoTime());
    }
  }

  void networkChanged() {
    window.forgive();
    if (open) {
      // What is under way is so on a network that is gone.
      queue.abandonUnderWay();
      probes.hurry(gate.clock.nanoTime());
    }
    update();
  }

  GateState state() {
    long now = gate.clock.nanoTime();
    return new GateState(
        name,
        open,
        open ? 1 : window.size(),
        queue.underWay(),
        queue.waiting(),
        queue.waiting() == 0 ? -1 : Math.max(0, wakeAt(now) - now));
  }

  private void welcome(GateGuest guest) {
    guest.doubts = false;
    if (open) {
      close();
      guest.failures = 0;
    } else {
      window.accepted(guest);
    }
  }

  private void answered() {
    if (open) {
      close();
    } else {
      window.answered();
    }
  }

  private void blame(GateTicket ticket, boolean away, long now) {
    ticket.guest.doubts = true;
    if (open) {
      return;
    }
    boolean vouchedFor = isVouchedFor(now);
    window.failed(ticket.guest, away, vouchedFor, ticket.grantedAt, now);
    if (!vouchedFor && guests.size() > 1 && window.isHopeless(guests.size())) {
      open(now);
    }
  }

  private boolean isVouchedFor(long now) {
    for (GateGuest guest : guests) {
      if (guest.vouches(now)) {
        return true;
      }
    }
    return false;
  }

  private void open(long now) {
    open = true;
    probes.begin(now);
    int failures = window.failures();
    gate.timers.schedule(0, () -> gate.listener.opened(name, failures));
  }

  private void close() {
    long now = gate.clock.nanoTime();
    open = false;
    window.recovered(now);
    long nanos = probes.awayNanos(now);
    int tried = probes.count();
    int waiting = queue.waiting();
    gate.timers.schedule(0, () -> gate.listener.closed(name, nanos, tried, waiting));
  }

  private void update() {
    pump();
    tell();
  }

  /** Brings everything up to date: whose time is over, who may go, when to look again. */
  private void pump() {
    long now = gate.clock.nanoTime();
    for (GateTicket due : queue.due(now)) {
      queue.end(due, State.OVERDUE);
      if (due.held) {
        welcome(due.guest);
      } else {
        blame(due, true, due.deadline);
      }
    }
    if (open && guests.size() < 2) {
      // Not that it were back: nobody is left to be held.
      open = false;
      window.recovered(now);
    }
    while (queue.waiting() > 0 && mayGrant(now)) {
      grant(now);
    }
    window.settle(now, queue.waiting() > 0);
    arm(now);
  }

  private boolean mayGrant(long now) {
    if (guests.size() == 1) {
      return true;
    }
    if (open) {
      return queue.underWay() == 0 && now - probes.nextAt() >= 0;
    }
    return queue.underWay() < window.size() && now - window.nextAt(now) >= 0;
  }

  private void grant(long now) {
    GateTicket ticket = queue.grant(now);
    if (ticket == null) {
      return;
    }
    granted.add(ticket);
    if (open) {
      probes.started(now);
    } else {
      window.granted(now);
    }
  }

  private long wakeAt(long now) {
    boolean full = open ? queue.underWay() > 0 : queue.underWay() >= window.size();
    return full ? queue.nextDue() : open ? probes.nextAt() : window.nextAt(now);
  }

  private void arm(long now) {
    boolean needed = queue.waiting() > 0;
    long at = needed ? wakeAt(now) : 0;
    if (timer != null && (!needed || at - timerAt < 0)) {
      timer.cancel();
      timer = null;
    }
    // One that comes too early looks again.
    if (needed && timer == null) {
      timerAt = at;
      int number = ++timers;
      timer = gate.timers.schedule(Math.max(0, at - now), () -> wake(number));
    }
  }

  private void wake(int number) {
    synchronized (gate.lock) {
      if (number == timers) {
        timer = null;
        update();
      }
    }
  }

  private void tell() {
    if (!granted.isEmpty()) {
      List<GateTicket> told = granted;
      granted = new ArrayList<>();
      gate.timers.schedule(0, () -> told.forEach(GateTicket::tell));
    }
  }
}
