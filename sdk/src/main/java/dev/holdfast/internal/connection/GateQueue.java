package dev.holdfast.internal.connection;

import dev.holdfast.internal.connection.GateTicket.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An origin's tickets: those that wait, in order, and those under way. Guarded by the lock. */
final class GateQueue {
  /** An attempt that shows nothing for so long is not counted as under way any more. */
  static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** As long without a refusal is as good as an answer, where the server may hold the request. */
  static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final GateLine line = new GateLine();
  private final Set<GateTicket> underWay = new LinkedHashSet<>();

  int waiting() {
    return line.size();
  }

  int underWay() {
    return underWay.size();
  }

  boolean hasNewcomers() {
    return line.hasNewcomers();
  }

  void add(GateTicket ticket) {
    line.add(ticket);
  }

  void toHead(GateTicket ticket) {
    if (ticket.state == State.WAITING) {
      line.toHead(ticket);
    }
  }

  /** Grants the next ticket of those that wait for an origin that is there. */
  @Nullable GateTicket grant(long now) {
    return granted(line.next(), now);
  }

  /** Grants the next ticket to look whether the origin is back. */
  @Nullable GateTicket grantToLook(boolean newcomersFirst, Set<String> suspects, long now) {
    return granted(line.nextToLook(newcomersFirst, suspects), now);
  }

  private @Nullable GateTicket granted(@Nullable GateTicket ticket, long now) {
    if (ticket != null) {
      ticket.state = State.GRANTED;
      ticket.grantedAt = now;
      ticket.deadline = now + SLOT_NANOS;
      underWay.add(ticket);
    }
    return ticket;
  }

  void held(GateTicket ticket, long now) {
    if (ticket.state == State.GRANTED && !ticket.held) {
      ticket.held = true;
      long deadline = now + HELD_NANOS;
      ticket.deadline = deadline - ticket.deadline < 0 ? deadline : ticket.deadline;
    }
  }

  /** The ticket neither waits nor counts any more. */
  void end(GateTicket ticket, State state) {
    if (ticket.state == State.WAITING) {
      line.remove(ticket);
    }
    underWay.remove(ticket);
    ticket.state = state;
  }

  /** Those under way that have had their time. */
  List<GateTicket> due(long now) {
    List<GateTicket> due = new ArrayList<>();
    for (GateTicket ticket : underWay) {
      if (now - ticket.deadline >= 0) {
        due.add(ticket);
      }
    }
    return due;
  }

  /** When the first of those under way will have had its time; there must be one. */
  long nextDue() {
    long next = 0;
    boolean any = false;
    for (GateTicket ticket : underWay) {
      if (!any || ticket.deadline - next < 0) {
        next = ticket.deadline;
        any = true;
      }
    }
    return next;
  }

  /** Nothing that is under way counts any more. */
  void abandonUnderWay() {
    for (GateTicket ticket : new ArrayList<>(underWay)) {
      end(ticket, State.OVERDUE);
    }
  }

  void removeAllOf(GateGuest guest) {
    List<GateTicket> theirs = line.all();
    theirs.addAll(underWay);
    for (GateTicket ticket : theirs) {
      if (ticket.guest == guest) {
        end(ticket, State.DONE);
      }
    }
  }
}
