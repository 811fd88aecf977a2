package dev.holdfast.internal.connection;

import static dev.holdfast.internal.connection.GateOutcome.AWAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who goes first of those that wait, and that nobody waits for ever. */
class OriginGateFairnessTest extends OriginGates {
  @Test
  void whoWaitedBeforeItOpenedGoesBeforeThoseThatHaveFailed() {
    guests(64);
    List<GateTicket> first = enterAll();
    GateTicket failedOnce = enter(guests.get(0));
    GateTicket good = enter(newcomer());
    first.forEach(ticket -> ticket.failed(AWAY));
    assertThat(state().open).isTrue();
    world.run(10);
    assertThat(good.isGranted()).isTrue();
    assertThat(failedOnce.isGranted()).isFalse();
  }

  @Test
  void whoComesFromElsewhereGoesBeforeNewcomersOfAUrlThatFails() {
    for (int i = 0; i < 80; i++) {
      newcomer();
    }
    List<GateTicket> bad = enterAll();
    GateGuest elsewhere = gate.join("https://a", "/good");
    guests.add(elsewhere);
    GateTicket good = enter(elsewhere);
    bad.subList(0, 64).forEach(ticket -> ticket.failed(AWAY));
    world.run(10);
    assertThat(good.isGranted()).isTrue();
    assertThat(granted(bad)).isZero();
  }

  @Test
  void newcomersGoInTheOrderTheyCame() {
    guests(5);
    goAway();
    List<GateTicket> newcomers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      newcomers.add(enter(newcomer()));
    }
    for (int i = 0; i < 20; i++) {
      GateTicket next = newcomers.get(i);
      assertThat(world.runUntil(next::isGranted, 8_000)).isTrue();
      assertThat(granted(newcomers)).isEqualTo(1);
      next.failed(AWAY);
    }
  }

  @Test
  void newcomersWithoutEndStarveNobody() {
    guests(7);
    goAway();
    GateTicket patient = enter(guests.get(5));
    List<GateTicket> newcomers = new ArrayList<>();
    for (int second = 0; second < 60 && !patient.isGranted(); second++) {
      newcomers.add(enter(newcomer()));
      world.run(1_000);
      newcomers.stream().filter(GateTicket::isGranted).forEach(ticket -> ticket.failed(AWAY));
    }
    assertThat(patient.isGranted()).isTrue();
  }

  @Test
  void whoseConnectionWasLostGoesBeforeThoseThatHaveFailed() {
    guests(10);
    GateGuest good = guests.get(9);
    accepted(good);
    lost(good);
    goAway();
    for (int i = 0; i < 5; i++) {
      enter(guests.get(i));
    }
    GateTicket next = enter(good);
    world.run(700);
    assertThat(next.isGranted()).isTrue();
  }

  @Test
  void whoFailedWhileItWasOpenGoesBehindThoseThatHaveNot() {
    guests(7);
    goAway();
    fails(guests.get(5), AWAY);
    GateTicket again = enter(guests.get(5));
    GateTicket other = enter(guests.get(6));
    assertThat(world.runUntil(other::isGranted, 4_000)).isTrue();
    assertThat(again.isGranted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {70, 100, 200})
  void aGoodStreamBehindManyThatFailOpensSoon(int bad) {
    for (long seed = 1; seed <= 20; seed++) {
      GateCrowd crowd = new GateCrowd(seed);
      crowd.addFailing(bad);
      GateCrowd.Stream good = crowd.add();
      crowd.startAll();
      assertThat(crowd.world.runUntil(() -> good.connected, 5_000)).as("seed %d", seed).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 20, 50, 100})
  void aGoodStreamThatIsCutBesideManyThatFailIsBackSoon(int bad) {
    for (long seed = 1; seed <= 10; seed++) {
      GateCrowd crowd = new GateCrowd(seed);
      GateCrowd.Stream good = crowd.add();
      crowd.addFailing(bad);
      crowd.startAll();
      crowd.world.run(60_000);
      for (int i = 0; i < 10; i++) {
        good.lose();
        assertThat(crowd.world.runUntil(() -> good.connected, 30_000)).isTrue();
        crowd.world.run(20_000);
      }
      assertThat(crowd.longestWaitMillis()).as("seed %d", seed).isLessThanOrEqualTo(15_000);
    }
  }
}
