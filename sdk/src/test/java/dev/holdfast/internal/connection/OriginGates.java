package dev.holdfast.internal.connection;

import static dev.holdfast.internal.connection.GateOutcome.AWAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.internal.sim.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** An origin, and streams that want to connect to it. */
abstract class OriginGates {
  final World world = new World(7);
  final List<String> log = new ArrayList<>();
  final OriginGate gate =
      new OriginGate(
          world,
          world,
          world,
          new GateListener() {
            @Override
            public void opened(String origin, int failures) {
              log.add("away after " + failures);
            }

            @Override
            public void closed(String origin, long nanos, int probes, int waiting) {
              log.add("back after " + probes + " probes, " + waiting + " waiting");
            }

            @Override
            public void leftOpen(String origin, long nanos) {
              log.add("left after " + nanos / 1_000_000 + " ms");
            }
          },
          () -> false);
  final List<GateGuest> guests = new ArrayList<>();
  private final Map<GateGuest, GateConnection> connections = new HashMap<>();
  final List<GateTicket> told = new ArrayList<>();

  /** A stream that has had a connection, and lost it. */
  GateGuest guest() {
    GateGuest guest = newcomer();
    guest.doubts = true;
    return guest;
  }

  /** A stream to which nothing has happened yet. */
  GateGuest newcomer() {
    GateGuest guest = gate.join("https://a");
    guests.add(guest);
    return guest;
  }

  List<GateGuest> guests(int count) {
    for (int i = 0; i < count; i++) {
      guest();
    }
    return guests;
  }

  GateTicket enter(GateGuest guest) {
    GateTicket[] ticket = new GateTicket[1];
    ticket[0] = guest.enter(() -> told.add(ticket[0]));
    return ticket[0];
  }

  List<GateTicket> enterAll() {
    List<GateTicket> tickets = new ArrayList<>();
    guests.forEach(guest -> tickets.add(enter(guest)));
    return tickets;
  }

  static long granted(List<GateTicket> tickets) {
    return tickets.stream().filter(GateTicket::isGranted).count();
  }

  GateState state() {
    return gate.states().get(0);
  }

  void fails(GateGuest guest, GateOutcome outcome) {
    GateTicket ticket = enter(guest);
    assertThat(world.runUntil(ticket::isGranted, 20_000)).isTrue();
    ticket.failed(outcome);
  }

  /** The stream has a connection, and it brings something. */
  void received(GateGuest guest) {
    connections.computeIfAbsent(guest, GateGuest::connection).received();
  }

  void accepted(GateGuest guest) {
    enter(guest).accepted();
    received(guest);
  }

  void lost(GateGuest guest) {
    GateConnection connection = connections.remove(guest);
    (connection == null ? guest.connection() : connection).lost();
  }

  void disconnected(GateGuest guest) {
    connections.remove(guest).disconnected();
  }

  /** Five streams find that nothing is there. */
  void goAway() {
    for (int i = 0; i < 5; i++) {
      fails(guests.get(i), AWAY);
    }
    assertThat(state().open).isTrue();
  }

  @AfterEach
  void whoLeavesLeavesNothingBehind() {
    guests.forEach(GateGuest::leave);
    assertThat(gate.states()).isEmpty();
    world.run(0);
    assertThat(world.pending()).as("timers").isZero();
  }
}
