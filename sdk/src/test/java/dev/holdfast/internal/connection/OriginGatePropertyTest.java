package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.internal.sim.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds in whatever order things happen. */
class OriginGatePropertyTest {
  /** A run of random calls, and what the gate said to them. */
  private static final class Run {
    final World world;
    final OriginGate gate;
    final List<GateGuest> guests = new ArrayList<>();
    final List<GateTicket> waiting = new ArrayList<>();
    final List<GateTicket> granted = new ArrayList<>();
    final Map<GateTicket, Integer> told = new HashMap<>();
    final List<GateTicket> cancelled = new ArrayList<>();

    Run(long seed, int streams) {
      world = new World(seed);
      gate = new OriginGate(world, world, world);
      for (int i = 0; i < streams; i++) {
        guests.add(gate.join("https://a"));
      }
    }

    void enter() {
      GateTicket[] entered = new GateTicket[1];
      GateGuest guest = guests.get(world.random().nextInt(guests.size()));
      GateTicket ticket = guest.enter(() -> granted(entered[0]));
      entered[0] = ticket;
      waiting.add(ticket);
      if (ticket.isGrantedAtOnce()) {
        granted(ticket);
      }
    }

    private void granted(GateTicket ticket) {
      assertThat(cancelled).doesNotContain(ticket);
      assertThat(told.merge(ticket, 1, Integer::sum)).as("grants of a ticket").isEqualTo(1);
      waiting.remove(ticket);
      granted.add(ticket);
    }

    GateTicket any(List<GateTicket> of) {
      return of.remove(world.random().nextInt(of.size()));
    }

    void step(int choice) {
      GateState before = gate.states().get(0);
      GateOutcome[] outcomes = GateOutcome.values();
      if (choice < 40) {
        enter();
      } else if (choice < 60 && !granted.isEmpty()) {
        any(granted).failed(outcomes[world.between(0, outcomes.length - 1)]);
      } else if (choice < 70 && !granted.isEmpty()) {
        any(granted).accepted();
      } else if (choice < 75 && !granted.isEmpty()) {
        granted.get(0).held();
      } else if (choice < 80 && !waiting.isEmpty()) {
        GateTicket ticket = any(waiting);
        ticket.cancel();
        cancelled.add(ticket);
      } else if (choice < 83 && !waiting.isEmpty()) {
        waiting.get(world.random().nextInt(waiting.size())).toHead();
      } else if (choice < 85) {
        guests.get(0).connection().lost();
      } else if (choice < 86) {
        gate.networkChanged();
      } else {
        world.run(world.between(0, 400));
      }
      GateState after = gate.states().get(0);
      // The window may have shrunk below what was under way before, never the other way round.
      int bound = Math.max(after.window, before.underWay);
      assertThat(after.underWay).isLessThanOrEqualTo(Math.max(bound, before.window));
      assertThat(after.underWay).isLessThanOrEqualTo(GateWindow.STEADY);
      if (after.waiting == 0) {
        world.run(0);
        assertThat(world.pending()).as("timers").isZero();
      }
    }
  }

  @Property(tries = 300)
  void nothingIsGrantedTwiceOrBeyondTheWindowAndAllGetThereWhereTheOriginIsUp(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 100) int streams) {
    Run run = new Run(seed, streams);
    for (int i = 0; i < 400; i++) {
      run.step(run.world.between(0, 99));
    }
    // From here on the origin takes everything.
    for (int i = 0; i < 10_000 && !(run.waiting.isEmpty() && run.granted.isEmpty()); i++) {
      while (!run.granted.isEmpty()) {
        run.any(run.granted).accepted();
      }
      run.world.run(10);
    }
    assertThat(run.waiting).isEmpty();
    assertThat(run.world.millis()).isLessThan(400 * 400 + 60_000);
    run.guests.forEach(GateGuest::leave);
    run.world.run(0);
    assertThat(run.world.pending()).isZero();
    assertThat(run.gate.states()).isEmpty();
  }
}
