package dev.holdfast.internal.connection;

import static dev.holdfast.internal.connection.GateOutcome.AWAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Attempts that show nothing for five seconds, for reasons of their own. */
class OriginGateOverdueTest extends OriginGates {
  /** Some servers send their headers with the first event. */
  @Test
  void aRequestThatWasTakenMakesRoomAndBlamesNobody() {
    guests(100);
    List<GateTicket> tickets = enterAll();
    tickets.subList(0, 64).forEach(GateTicket::sent);
    world.run(5_010);
    assertThat(granted(tickets)).isEqualTo(100);
    assertThat(state().open).isFalse();
    assertThat(state().window).isEqualTo(64);
  }

  @Test
  void inAnOutageItShowsThatTheOriginIsBack() {
    guests(8);
    goAway();
    enterAll();
    world.run(700);
    assertThat(told).hasSize(1);
    told.get(0).sent();
    world.run(5_100);
    assertThat(state().open).isFalse();
    assertThat(told.size()).isGreaterThan(1);
  }

  @Test
  void afterALossEachMakesRoomForOneMore() {
    guests(100);
    lost(guests.get(0));
    List<GateTicket> tickets = enterAll();
    for (int seconds = 0; seconds < 30; seconds++) {
      world.run(1_000);
      tickets.stream().filter(GateTicket::isGranted).forEach(GateTicket::sent);
    }
    assertThat(granted(tickets)).isEqualTo(100);
  }

  @Test
  void whereItFailsAfterAllItIsToBlame() {
    guests(8);
    List<GateTicket> tickets = enterAll();
    tickets.forEach(GateTicket::sent);
    world.run(10_000);
    tickets.subList(0, 5).forEach(ticket -> ticket.failed(AWAY));
    assertThat(state().open).isTrue();
  }

  @Test
  void whatWaitsForAThreadOfOursSaysNothing() {
    guests(65);
    List<GateTicket> tickets = enterAll();
    tickets.subList(0, 64).forEach(ticket -> ticket.queued(true));
    world.run(5_010);
    tickets.subList(0, 10).forEach(ticket -> ticket.failed(AWAY));
    assertThat(granted(tickets)).isEqualTo(55);
    assertThat(state().open).isFalse();
    assertThat(state().window).isEqualTo(64);
  }

  @Test
  void oneThatHasItsThreadIsLikeAnyOther() {
    guests(65);
    for (GateTicket ticket : enterAll()) {
      ticket.queued(true);
      ticket.queued(false);
    }
    // Somebody waits, or nobody would look.
    world.run(5_010);
    assertThat(state().open).isTrue();
  }
}
