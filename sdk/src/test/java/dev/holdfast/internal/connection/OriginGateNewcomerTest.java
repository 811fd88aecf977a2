package dev.holdfast.internal.connection;

import static dev.holdfast.internal.connection.GateOutcome.AWAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams that come to an open gate and have not met the failure themselves. */
class OriginGateNewcomerTest extends OriginGates {
  /** Five streams of one URL that fails, which go on trying. */
  private void isAwayForFive() {
    guests(5);
    goAway();
    enterAll();
    world.run(20_000);
    told.forEach(ticket -> ticket.failed(AWAY));
    enterAll();
    assertThat(state().open).isTrue();
  }

  @Test
  void looksForItselfAtOnce() {
    isAwayForFive();
    GateTicket ticket = enter(newcomer());
    assertThat(ticket.isGrantedAtOnce()).isTrue();
    ticket.accepted();
    assertThat(state().open).isFalse();
  }

  @Test
  void isTheNextOfThoseThatWait() {
    isAwayForFive();
    GateTicket first = enter(newcomer());
    GateTicket second = enter(newcomer());
    assertThat(second.isGranted()).as("one at a time").isFalse();
    first.failed(AWAY);
    assertThat(world.runUntil(second::isGranted, 8_000)).isTrue();
  }

  @Test
  void comesBackAtOnceWhereItsLastConnectionWasGood() {
    guests(6);
    GateGuest good = guests.get(5);
    accepted(good);
    disconnected(good);
    goAway();
    assertThat(enter(good).isGrantedAtOnce()).isTrue();
  }

  @Test
  void waitsWhereItsLastConnectionWasLost() {
    guests(6);
    GateGuest lost = guests.get(5);
    accepted(lost);
    lost(lost);
    goAway();
    assertThat(enter(lost).isGrantedAtOnce()).isFalse();
  }

  @Test
  void whoHasFoundOutWaitsLikeTheOthers() {
    isAwayForFive();
    GateGuest newcomer = newcomer();
    enter(newcomer).failed(AWAY);
    assertThat(enter(newcomer).isGrantedAtOnce()).isFalse();
  }

  @Test
  void aCrowdOfThemIsNoBetterThanTheOthers() {
    isAwayForFive();
    List<GateTicket> crowd = new ArrayList<>();
    int looked = 0;
    for (int i = 0; i < 50; i++) {
      crowd.add(enter(newcomer()));
      world.run(100);
      for (GateTicket ticket : crowd) {
        if (ticket.isGranted()) {
          looked++;
          ticket.failed(AWAY);
        }
      }
    }
    assertThat(looked).isBetween(2, 10);
  }
}
