package dev.holdfast.internal.connection;

import dev.holdfast.internal.connection.GateTicket.State;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One origin's gate. Closed as a circuit is: attempts go through, so many at once. Open while the
 * origin is away: one attempt at a time looks whether it is back. A stream that is alone with its
 * origin is never held: its own backoff is all that there is to say.
 *
 * <p>All but {@link #isOpen}, which any thread may ask, under the gate's lock.
 */
final class GatedOrigin {
  /** A connection that brought a byte within this time shows that the origin is there. */
  static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final OriginGate gate;
  private final String name;
  private final GateQueue queue = new GateQueue();
  private final GateWindow window;
  private final GateGuests guests = new GateGuests();

  private volatile boolean open;
  private final GateProbes probes;
  private final GateAlarm alarm;
  private final GateNews news;

  GatedOrigin(OriginGate gate, String name) {
    this.gate = gate;
    this.name = name;
    this.window = new GateWindow(gate.random);
    this.probes = new GateProbes(gate.random);
    this.alarm = new GateAlarm(gate, this::update);
    this.news = new GateNews(gate.timers);
  }

  boolean isOpen() {
    return open;
  }

  GateGuest join(String path) {
    GateGuest guest = new GateGuest(gate, this, path);
    guests.add(guest);
    return guest;
  }

  void leave(GateGuest guest) {
    if (!guests.remove(guest)) {
      return;
    }
    queue.removeAllOf(guest);
    window.forget(guest);
    if (guests.size() == 0) {
      gate.forget(name);
    }
    update();
  }

  void enter(GateTicket ticket) {
    if (!guests.contains(ticket.guest)) {
      throw new IllegalStateException("has left " + name);
    }
    queue.add(ticket);
    pump();
    ticket.atOnce = news.remove(ticket);
    news.tell();
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
      queue.end(ticket, State.DONE);
      if (outcome == GateOutcome.ANSWERED) {
        answered();
      } else if (outcome != GateOutcome.UNKNOWN && !ticket.blamed && !ticket.queued) {
        blame(ticket.guest, outcome == GateOutcome.AWAY, ticket.grantedAt, gate.clock.nanoTime());
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

  void lost(GateGuest guest) {
    if (gate.offline.getAsBoolean()) {
      return; // Whatever fails then says nothing of the origin.
    }
    guest.doubts |= guest.living.isEmpty();
    if (!open) {
      window.lost(gate.clock.nanoTime());
    }
  }

  /** A connection ended in good order, as a server's end of it does, or an outage. */
  void ended(GateGuest guest) {
    Set<GateGuest> several = window.ended(guest, gate.clock.nanoTime());
    several.forEach(this::lost);
  }

  /** A connection that had been accepted found later that the origin fails it. */
  void failedLater(GateGuest guest, boolean away) {
    long now = gate.clock.nanoTime();
    lost(guest);
    blame(guest, away, now, now);
    update();
  }

  /**
   * The stream's connection for a poll broke. Returns whether it may ask again at once, as where
   * servers close idle connections: not where there is more to it.
   */
  boolean mayAskAgain(GateGuest guest) {
    ended(guest);
    update();
    return !open && !gate.offline.getAsBoolean() && window.isCalm();
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

  private void blame(GateGuest guest, boolean away, long grantedAt, long now) {
    if (gate.offline.getAsBoolean()) {
      return;
    }
    guest.doubts = true;
    if (open) {
      guest.failures++;
      return;
    }
    boolean vouchedFor = guests.vouch(now);
    window.failed(guest, away, vouchedFor, grantedAt, now);
    if (!vouchedFor && guests.size() > 1 && window.isHopeless(guests.size())) {
      open(now);
    }
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
    recovered(now);
    long nanos = probes.awayNanos(now);
    int tried = probes.count();
    int waiting = queue.waiting();
    gate.timers.schedule(0, () -> gate.listener.closed(name, nanos, tried, waiting));
  }

  private void recovered(long now) {
    window.recovered(now);
    guests.forgive();
  }

  private void update() {
    pump();
    news.tell();
  }

  /** Brings everything up to date: whose time is over, who may go, when to look again. */
  private void pump() {
    long now = gate.clock.nanoTime();
    for (GateTicket due : queue.due(now)) {
      queue.end(due, State.OVERDUE);
      overdue(due);
    }
    if (open && guests.size() < 2) {
      // Not that it were back: nobody is left to be held.
      open = false;
      recovered(now);
      long nanos = probes.awayNanos(now);
      gate.timers.schedule(0, () -> gate.listener.leftOpen(name, nanos));
    }
    while (queue.waiting() > 0 && mayGrant(now)) {
      grant(now);
    }
    window.settle(now, queue.waiting() > 0);
    if (queue.waiting() > 0) {
      alarm.set(wakeAt(now), now);
    } else {
      alarm.off();
    }
  }

  private void overdue(GateTicket due) {
    if (due.held) {
      welcome(due.guest);
    } else if (due.sent) {
      // It was taken: some servers send their headers with the first event. Or it hangs, and fails.
      if (open) {
        close();
      } else {
        window.grow();
      }
    } else if (!due.queued) {
      due.blamed = true;
      blame(due.guest, true, due.grantedAt, due.deadline);
    }
  }

  private boolean mayGrant(long now) {
    if (guests.size() == 1) {
      return true;
    }
    if (open) {
      return queue.underWay() == 0 && now - probes.nextAt(queue.hasNewcomers()) >= 0;
    }
    return queue.underWay() < window.size() && now - window.nextAt(now) >= 0;
  }

  private void grant(long now) {
    GateTicket ticket =
        open ? queue.grantToLook(probes.mayHurry(), guests.suspects(), now) : queue.grant(now);
    if (ticket == null) {
      return;
    }
    news.add(ticket);
    if (open) {
      probes.started(now);
    } else {
      window.granted(now);
    }
  }

  private long wakeAt(long now) {
    boolean full = open ? queue.underWay() > 0 : queue.underWay() >= window.size();
    if (full) {
      return queue.nextDue();
    }
    return open ? probes.nextAt(queue.hasNewcomers()) : window.nextAt(now);
  }
}
