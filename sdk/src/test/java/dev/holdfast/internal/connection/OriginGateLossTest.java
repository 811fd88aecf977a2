package dev.holdfast.internal.connection;

import static dev.holdfast.internal.connection.GateOutcome.AWAY;
import static dev.holdfast.internal.connection.GateOutcome.BUSY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How connections end, and what of that is remembered. */
class OriginGateLossTest extends OriginGates {
  private final List<GateConnection> connections = new ArrayList<>();

  private void connected(int count) {
    for (int i = 0; i < count; i++) {
      GateGuest guest = newcomer();
      enter(guest).accepted();
      GateConnection connection = guest.connection();
      connection.received();
      connections.add(connection);
    }
  }

  @Test
  void severalThatEndInGoodOrderWithinASecondAreALoss() {
    connected(10);
    connections.get(0).ended();
    world.run(400);
    connections.get(1).ended();
    assertThat(state().window).isEqualTo(64);
    world.run(400);
    connections.get(2).ended();
    connections.get(3).ended();
    assertThat(state().window).isEqualTo(4);
    assertThat(guests.subList(0, 4)).allMatch(guest -> guest.doubts);
    assertThat(guests.subList(4, 10)).noneMatch(guest -> guest.doubts);
  }

  @Test
  void thoseThatEndOneByOneAreNot() {
    connected(10);
    for (GateConnection connection : connections) {
      connection.ended();
      world.run(500);
    }
    assertThat(state().window).isEqualTo(64);
    assertThat(guests).noneMatch(guest -> guest.doubts);
  }

  @Test
  void aStreamWithAnotherConnectionHasNoDoubts() {
    connected(1);
    GateConnection candidate = guests.get(0).connection();
    candidate.received();
    connections.get(0).lost();
    assertThat(guests.get(0).doubts).isFalse();
    candidate.lost();
    assertThat(guests.get(0).doubts).isTrue();
  }

  // ---- Connections of many requests: polls.

  @Test
  void onesThatFindTheOriginAwayOpenTheGate() {
    connected(10);
    world.run(5_000);
    connections.subList(0, 4).forEach(connection -> connection.failed(AWAY));
    assertThat(state().open).isFalse();
    connections.get(4).failed(AWAY);
    assertThat(state().open).isTrue();
    assertThat(enter(guests.get(0)).isGranted()).isFalse();
  }

  @Test
  void onesThatFindItBusyNarrowTheWindow() {
    connected(10);
    connections.get(0).failed(BUSY);
    assertThat(state().window).isLessThanOrEqualTo(4);
  }

  @Test
  void fewAskAgainAtOnceWhereManyBreak() {
    connected(200);
    assertThat(connections.stream().filter(GateConnection::mayAskAgain)).hasSize(2);
    world.run(5_000);
    assertThat(connections.get(0).mayAskAgain()).as("calm again").isTrue();
  }

  @Test
  void nobodyAsksAgainAtOnceWhileTheOriginIsAway() {
    connected(1);
    connections.get(0).lost();
    guests(5);
    for (int i = 1; i < 6; i++) {
      fails(guests.get(i), AWAY);
    }
    assertThat(state().open).isTrue();
    GateConnection other = guests.get(0).connection();
    assertThat(other.mayAskAgain()).isFalse();
  }

  // ---- What is remembered.

  /** One that failed in the first outage, while others got through, counts in the second. */
  @Test
  void failuresOfOneOutageAreForgottenInTheNext() {
    guests(6);
    goAway();
    accepted(guests.get(5), 20_000);
    for (int i = 0; i < 3; i++) {
      accepted(guests.get(5), 20_000);
      world.run(6_000);
    }
    int failed = 0;
    while (!state().open && failed < 20) {
      fails(guests.get(failed++ % 5), AWAY);
    }
    assertThat(failed).isEqualTo(5);
  }

  private void accepted(GateGuest guest, long millis) {
    GateTicket ticket = enter(guest);
    assertThat(world.runUntil(ticket::isGranted, millis)).isTrue();
    ticket.accepted();
  }

  @Test
  void whatOneThrowsWhenToldKeepsNoneFromItsTurn() {
    guests(70);
    List<GateTicket> tickets = enterAll();
    tickets.subList(64, 70).forEach(GateTicket::cancel);
    GateTicket thrower =
        guests
            .get(64)
            .enter(
                () -> {
                  throw new LinkageError("on purpose");
                });
    GateTicket next = enter(guests.get(65));
    synchronized (gate.lock) {
      // Both at once.
      tickets.get(0).accepted();
      tickets.get(1).accepted();
    }
    assertThatThrownBy(() -> world.run(10)).hasMessage("on purpose");
    world.run(10);
    assertThat(told).contains(next);
    assertThat(thrower.isGranted()).isFalse();
  }

  @Test
  void whereTheStreamsOfAnOriginThatIsAwayLeaveThatIsTold() {
    guests(6);
    goAway();
    world.run(1_000);
    new ArrayList<>(guests).subList(0, 5).forEach(GateGuest::leave);
    world.run(0);
    assertThat(log).hasSize(2);
    assertThat(log.get(1)).startsWith("left after 1");
  }
}
