package dev.holdfast.internal.connection;

import static dev.holdfast.internal.connection.GateOutcome.ANSWERED;
import static dev.holdfast.internal.connection.GateOutcome.AWAY;
import static dev.holdfast.internal.connection.GateOutcome.BUSY;
import static dev.holdfast.internal.connection.GateOutcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An origin that is away, and comes back. */
class OriginGateAwayTest extends OriginGates {
  // ---- Open: the origin is away.

  @Test
  void fiveFailuresInARowOfThreeStreamsOpenTheGate() {
    guests(10);
    int[] whose = {0, 1, 0, 2};
    for (int stream : whose) {
      fails(guests.get(stream), AWAY);
    }
    assertThat(state().open).isFalse();
    fails(guests.get(1), AWAY);
    assertThat(state().open).isTrue();
    world.run(0);
    assertThat(log).containsExactly("away after 5");
  }

  @Test
  void failuresOfTwoOpenItOnlyIfThereAreNoOthers() {
    guests(3);
    for (int i = 0; i < 20; i++) {
      fails(guests.get(i % 2), AWAY);
    }
    assertThat(state().open).isFalse();
    guests.get(2).leave();
    fails(guests.get(0), AWAY);
    assertThat(state().open).isTrue();
  }

  @Test
  void aStreamThatIsAloneIsNeverHeld() {
    GateGuest alone = guest();
    for (int i = 0; i < 50; i++) {
      GateTicket ticket = enter(alone);
      assertThat(ticket.isGranted()).isTrue();
      ticket.failed(AWAY);
    }
    assertThat(state().open).isFalse();
  }

  @Test
  void aByteWithinFiveSecondsKeepsItClosedUnlessItsConnectionWasLostSince() {
    guests(10);
    received(guests.get(9));
    for (int i = 0; i < 9; i++) {
      fails(guests.get(i), AWAY);
    }
    assertThat(state().open).isFalse();
    lost(guests.get(9));
    fails(guests.get(0), AWAY);
    assertThat(state().open).isTrue();
  }

  @Test
  void aByteOfLongerAgoDoesNot() {
    guests(10);
    received(guests.get(9));
    world.run(5_000);
    goAway();
  }

  @Test
  void aByteClosesIt() {
    guests(10);
    goAway();
    received(guests.get(9));
    assertThat(state().open).isFalse();
    assertThat(state().window).isEqualTo(4);
  }

  @Test
  void whatSaysNothingOrLittleAboutTheOriginDoesNotOpenIt() {
    guests(10);
    for (int i = 0; i < 10; i++) {
      fails(guests.get(i), i % 2 == 0 ? UNKNOWN : BUSY);
    }
    assertThat(state().open).isFalse();
    assertThat(state().window).isEqualTo(2);
    for (int i = 0; i < 10; i++) {
      fails(guests.get(i), i % 4 == 0 ? ANSWERED : AWAY);
    }
    assertThat(state().open).isFalse();
  }

  @Test
  void whileOpenOneProbesAtATimeLaterAndLaterAndWhoHasFailedIsLast() {
    guests(8);
    goAway();
    List<GateTicket> tickets = enterAll();
    // Five have failed already.
    Collections.rotate(tickets, 3);
    double[] bounds = {0.5, 1, 2, 4, 6, 6, 6};
    long before = world.nanoTime();
    for (int i = 0; i < bounds.length; i++) {
      int count = i + 1;
      assertThat(world.runUntil(() -> told.size() == count, 10_000)).isTrue();
      assertThat((world.nanoTime() - before) / 1e9).isBetween(bounds[i] * 0.75, bounds[i] * 1.25);
      before = world.nanoTime();
      assertThat(told.get(i)).isSameAs(tickets.get(i));
      assertThat(state().underWay).isEqualTo(1);
      told.get(i).failed(AWAY);
      tickets.add(enter(told.get(i).guest));
    }
    assertThat(state().waiting).isEqualTo(8);
  }

  @Test
  void whoComesWhileAProbeHangsDoesNotProbeBesideIt() {
    guests(8);
    goAway();
    enter(guests.get(0));
    assertThat(world.runUntil(() -> told.size() == 1, 1_000)).isTrue();
    // Later than the next probe would be due, had this one ended.
    world.run(2_000);
    assertThat(enter(guests.get(1)).isGranted()).isFalse();
    assertThat(state().underWay).isEqualTo(1);
  }

  @Test
  void nobodyIsToldThatTheOriginOfAStreamAloneIsAway() {
    guest();
    for (int i = 0; i < 10; i++) {
      fails(guests.get(0), AWAY);
    }
    world.run(0);
    assertThat(log).isEmpty();
  }

  @Test
  void whoIsLeftAloneFindsTheGateClosed() {
    guests(5);
    goAway();
    for (int i = 1; i < 5; i++) {
      guests.get(i).leave();
    }
    assertThat(state().open).isFalse();
    assertThat(enter(guests.get(0)).isGrantedAtOnce()).isTrue();
  }

  @Test
  void aProbeThatShowsNothingForFiveSecondsIsFollowedByTheNext() {
    guests(8);
    goAway();
    enterAll();
    world.run(700);
    assertThat(told).hasSize(1);
    world.run(5_000);
    assertThat(told).hasSize(2);
    assertThat(told.get(1).isGranted()).isTrue();
  }

  @Test
  void aProbeThatIsGivenUpMakesRoomForTheNext() {
    guests(8);
    goAway();
    enterAll();
    world.run(700);
    told.get(0).cancel();
    world.run(1_300);
    assertThat(told).hasSize(2);
  }

  @Test
  void aProbeThatSucceedsLetsFourInFirstComeFirstServed() {
    guests(30);
    goAway();
    List<GateTicket> tickets = enterAll();
    world.runUntil(() -> told.size() == 1, 1_000);
    told.get(0).accepted();
    assertThat(state().window).isEqualTo(4);
    world.run(500);
    assertThat(told.get(0)).isSameAs(tickets.get(5));
    assertThat(told.subList(1, 5)).containsExactlyElementsOf(tickets.subList(0, 4));
    assertThat(told).hasSize(5);
    assertThat(log).containsExactly("away after 5", "back after 1 probes, 29 waiting");
    while (granted(tickets) > 0) {
      new ArrayList<>(told).forEach(GateTicket::accepted);
      world.run(100);
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(tickets);
    assertThat(state().window).isEqualTo(4 + 29);
  }

  @Test
  void reconnectNowMovesAStreamToTheHead() {
    guests(8);
    goAway();
    List<GateTicket> tickets = enterAll();
    tickets.get(5).toHead();
    tickets.get(6).toHead();
    world.run(700);
    assertThat(told).containsExactly(tickets.get(6));
  }

  @Test
  void aChangeOfTheNetworkTriggersOneProbe() {
    guests(8);
    goAway();
    List<GateTicket> tickets = enterAll();
    world.runUntil(() -> told.size() == 1, 1_000);
    gate.networkChanged();
    world.run(0);
    assertThat(told).containsExactly(tickets.get(5), tickets.get(6));
    assertThat(state().underWay).isEqualTo(1);
  }

  // ---- Housekeeping.

  @Test
  void originsKnowNothingOfOneAnother() {
    guests(8);
    goAway();
    GateGuest elsewhere = gate.join("https://b");
    gate.join("https://b").leave();
    assertThat(enter(elsewhere).isGranted()).isTrue();
    elsewhere.leave();
  }

  @Test
  void noTimerIsLeftWhereNobodyWaits() {
    guests(8);
    goAway();
    GateTicket ticket = enter(guests.get(0));
    world.run(0);
    assertThat(world.pending()).isEqualTo(1);
    ticket.cancel();
    assertThat(world.pending()).isZero();
  }

  @Test
  void whatIsCancelledBetweenItsGrantAndTheNewsIsNotTold() {
    guests(65);
    List<GateTicket> tickets = enterAll();
    tickets.get(0).accepted();
    assertThat(tickets.get(64).isGranted()).isTrue();
    tickets.get(64).cancel();
    world.run(0);
    assertThat(told).isEmpty();
  }

  @Test
  void aStreamThatHasLeftMayNotEnter() {
    GateGuest guest = guest();
    guest.leave();
    assertThatIllegalStateException().isThrownBy(() -> enter(guest));
  }
}
