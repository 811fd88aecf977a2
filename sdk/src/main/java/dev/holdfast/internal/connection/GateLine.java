package dev.holdfast.internal.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who waits, and who is next: who the app asks for; then, in turns, streams to which the failure
 * has not happened yet, and the others. Guarded by the gate's lock.
 */
final class GateLine {
  private final TreeMap<Long, GateTicket> asked = new TreeMap<>();
  private final TreeMap<Long, GateTicket> newcomers = new TreeMap<>();
  private final TreeMap<Long, GateTicket> others = new TreeMap<>();
  private long last;
  private long first;
  private boolean othersTurn;

  int size() {
    return asked.size() + newcomers.size() + others.size();
  }

  boolean hasNewcomers() {
    return !newcomers.isEmpty();
  }

  void add(GateTicket ticket) {
    put(ticket, ticket.guest.doubts ? others : newcomers, ++last);
  }

  void toHead(GateTicket ticket) {
    remove(ticket);
    put(ticket, asked, --first);
  }

  private static void put(GateTicket ticket, TreeMap<Long, GateTicket> line, long place) {
    ticket.place = place;
    line.put(place, ticket);
  }

  void remove(GateTicket ticket) {
    // Places are given once.
    if (asked.remove(ticket.place) == null && newcomers.remove(ticket.place) == null) {
      others.remove(ticket.place);
    }
  }

  /** First come, first served: the origin is there. */
  @Nullable GateTicket next() {
    return next(false, ticket -> true, ticket -> true);
  }

  /**
   * The next to look whether the origin is back. All that is known of it may come from one URL that
   * fails: who comes from elsewhere, or has not failed so far, learns more.
   *
   * @param newcomersFirst whether the others' turn is not yet
   * @param suspects where streams have failed
   */
  @Nullable GateTicket nextToLook(boolean newcomersFirst, Set<String> suspects) {
    return next(
        newcomersFirst,
        ticket -> !suspects.contains(ticket.guest.path),
        ticket -> ticket.guest.failures == 0);
  }

  private @Nullable GateTicket next(
      boolean newcomersFirst,
      Predicate<GateTicket> betterNewcomer,
      Predicate<GateTicket> betterOther) {
    GateTicket next;
    if (!asked.isEmpty()) {
      next = asked.firstEntry().getValue();
    } else if (!newcomers.isEmpty() && (others.isEmpty() || newcomersFirst || !othersTurn)) {
      next = firstOf(newcomers, betterNewcomer);
      othersTurn = true;
    } else if (!others.isEmpty()) {
      next = firstOf(others, betterOther);
      othersTurn = false;
    } else {
      return null;
    }
    remove(next);
    return next;
  }

  private static GateTicket firstOf(TreeMap<Long, GateTicket> line, Predicate<GateTicket> better) {
    for (GateTicket ticket : line.values()) {
      if (better.test(ticket)) {
        return ticket;
      }
    }
    return line.firstEntry().getValue();
  }

  List<GateTicket> all() {
    List<GateTicket> all = new ArrayList<>(asked.values());
    all.addAll(newcomers.values());
    all.addAll(others.values());
    return all;
  }
}
