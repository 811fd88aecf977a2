package dev.holdfast.internal.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ResumeCheck;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every kind of server, fault, trigger and app, by every transport, over simulated time: nothing is
 * lost, repeated or reordered without a word wherever the protocol lets a client see it.
 *
 * <p>{@code -Dholdfast.sim.seed=N} repeats a run; {@code -Dholdfast.sim.rounds=N} runs each
 * combination that often.
 */
class SimulationTest {
  private static final long SEED =
      Long.getLong("holdfast.sim.seed", System.nanoTime() & 0xffff_ffffL);
  private static final int ROUNDS = Integer.getInteger("holdfast.sim.rounds", 1);

  /**
   * All of a stream's events fit into the history, so that even a server that sends all is known.
   */
  private static final int EVENTS = 800;

  private final List<String> wrong = new ArrayList<>();
  private final Row all = new Row("all");
  private final Row honest = new Row("honest");
  private long seed = SEED;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void nothingIsLostRepeatedOrReorderedWithoutAWord(Mode mode) {
    System.out.println("simulation " + mode + " seed " + SEED + ", " + ROUNDS + " rounds");
    System.out.println(Row.HEADER);
    for (ServerKind server : ServerKind.values()) {
      for (FaultKind fault : FaultKind.values()) {
        for (Trigger trigger : Trigger.values()) {
          String name = mode + " " + server + " " + fault + " " + trigger;
          Row row = new Row(name);
          for (SimListener.Kind app : apps(mode, server)) {
            for (ResumeCheck check : ResumeCheck.values()) {
              AppSide side = AppSide.of(seed);
              String stream = name + " " + app + " " + side + " " + check + " seed " + seed;
              run(
                  stream,
                  new SimStream(seed++, mode, server, fault, trigger, app, side, check),
                  row);
            }
          }
          System.out.println(row);
          all.add(row);
        }
      }
    }
    System.out.println(honest);
    System.out.println(all);
    assertThat(wrong).as("seed " + SEED).isEmpty();
    assertThat(honest.falseGaps)
        .as("false gaps on honest servers, of %d opens, seed %d", honest.opens, SEED)
        .isLessThanOrEqualTo(honest.opens / 1000);
  }

  /** All of them for each round; of the modes that take longer, one of them by turns. */
  private List<SimListener.Kind> apps(Mode mode, ServerKind server) {
    List<SimListener.Kind> kinds = new ArrayList<>(List.of(SimListener.Kind.values()));
    if (server != ServerKind.EXACT) {
      // What a new process can know of the old one's place, only this shows.
      kinds.remove(SimListener.Kind.DYING);
    }
    List<SimListener.Kind> apps = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      if (mode == Mode.SSE) {
        apps.addAll(kinds);
      } else {
        apps.add(kinds.get((int) Math.floorMod(seed / 2 + i, (long) kinds.size())));
      }
    }
    return apps;
  }

  private void run(String name, SimStream stream, Row row) {
    try {
      stream.run(EVENTS);
    } catch (AssertionError | RuntimeException e) {
      wrong.add(name + ": " + e);
    }
    judge(name, stream);
    row.add(stream);
    if (stream.isExact()) {
      honest.add(stream);
    }
  }

  private void judge(String name, SimStream stream) {
    Oracle oracle = stream.oracle;
    oracle.faults.stream().limit(1).forEach(fault -> wrong.add(name + ": " + fault));
    if (stream.showsLoss() && oracle.lostSilently > 0) {
      wrong.add(name + ": lost silently " + oracle.lostSilently);
    }
    if (stream.isExact() && oracle.lostAndSaid > 0) {
      wrong.add(name + ": lost on an honest server " + oracle.lostAndSaid);
    }
    if (oracle.repeatedSilently > 0) {
      wrong.add(name + ": repeated silently " + oracle.repeatedSilently);
    }
  }
}
