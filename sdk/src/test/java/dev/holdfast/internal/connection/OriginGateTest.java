package dev.holdfast.internal.connection;

import static dev.holdfast.internal.connection.GateOutcome.AWAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How many attempts an origin gets at once. */
class OriginGateTest extends OriginGates {
  // ---- The window.

  @Test
  void sixtyFourAttemptsMayBeUnderWayAndTheOthersFollowOneForOneInOrder() {
    guests(70);
    List<GateTicket> tickets = enterAll();
    assertThat(granted(tickets)).isEqualTo(64);
    assertThat(tickets.subList(0, 64)).allMatch(GateTicket::isGranted);
    assertThat(told).as("they saw for themselves").isEmpty();
    tickets.get(9).accepted();
    tickets.get(3).accepted();
    world.run(0);
    assertThat(told).containsExactly(tickets.get(64), tickets.get(65));
  }

  @Test
  void afterALossFourMayAndEachSuccessMakesRoomForOneMore() {
    guests(20);
    lost(guests.get(0));
    assertThat(state().window).isEqualTo(4);
    List<GateTicket> tickets = enterAll();
    world.run(1_000);
    assertThat(granted(tickets)).isEqualTo(4);
    tickets.get(0).accepted();
    world.run(100);
    assertThat(state().window).isEqualTo(5);
    assertThat(state().underWay).isEqualTo(5);
  }

  @Test
  void lossesOfOneOutageAreOneLoss() {
    guests(3);
    lost(guests.get(0));
    enter(guests.get(0)).accepted();
    lost(guests.get(1));
    assertThat(state().window).isEqualTo(5);
  }

  @Test
  void eachFailureHalvesTheWindowAndPausesLonger() {
    guests(8);
    int[] windows = {32, 16, 8, 4};
    for (int i = 0; i < windows.length; i++) {
      fails(guests.get(i), AWAY);
      assertThat(state().window).isEqualTo(windows[i]);
      GateTicket next = enter(guests.get(6));
      assertThat(next.isGranted()).isFalse();
      assertThat(state().nextNanos / 1e6).isBetween(50.0 * (i + 1), 150.0 * (i + 1));
      next.cancel();
    }
  }

  @Test
  void thePauseDoesNotGrowWhileAByteShowsThatTheOriginLives() {
    guests(8);
    for (int i = 0; i < 7; i++) {
      received(guests.get(7));
      fails(guests.get(i), AWAY);
    }
    GateTicket next = enter(guests.get(7));
    assertThat(state().nextNanos / 1e6).isBetween(50.0, 150.0);
    next.cancel();
  }

  @Test
  void aSuccessEndsTheCountOfFailures() {
    guests(8);
    for (int i = 0; i < 4; i++) {
      fails(guests.get(i), AWAY);
    }
    world.run(1_000);
    GateTicket ticket = enter(guests.get(4));
    ticket.accepted();
    fails(guests.get(5), AWAY);
    assertThat(state().open).isFalse();
  }

  @Test
  void aStreamThatFailsAloneHalvesTheWindowOnce() {
    guests(3);
    for (int i = 0; i < 20; i++) {
      fails(guests.get(0), AWAY);
      world.run(200);
    }
    assertThat(state().window).isEqualTo(32);
    assertThat(state().open).isFalse();
  }

  @Test
  void aStreamThatKeepsFailingWhileOthersGetThroughSaysNothing() {
    guests(3);
    for (int i = 0; i < 40; i++) {
      fails(guests.get(0), AWAY);
      world.run(2_000);
      enter(guests.get(1)).accepted();
    }
    assertThat(state().window).isGreaterThan(50);
  }

  @Test
  void anAttemptThatShowsNothingForFiveSecondsMakesRoomAndCountsAsFailed() {
    guests(65);
    List<GateTicket> tickets = enterAll();
    world.run(4_999);
    assertThat(tickets.get(64).isGranted()).isFalse();
    world.run(10_000);
    assertThat(state().open).as("64 streams found nothing").isTrue();
    assertThat(told).containsExactly(tickets.get(64));
    tickets.get(3).accepted();
    assertThat(state().open).as("late news is news").isFalse();
  }

  @Test
  void aPollThatIsHeldForASecondIsAsGoodAsAnswered() {
    guests(8);
    lost(guests.get(0));
    List<GateTicket> tickets = enterAll();
    world.run(100);
    tickets.subList(0, 4).forEach(GateTicket::held);
    world.run(999);
    assertThat(granted(tickets)).isEqualTo(4);
    world.run(100);
    assertThat(granted(tickets)).isEqualTo(8);
    assertThat(state().window).isEqualTo(8);
  }
}
