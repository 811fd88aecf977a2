package dev.holdfast.internal.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ResumeCheck;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every kind of server, fault, trigger and app, over simulated time: nothing is lost, repeated or
 * reordered without a word wherever the protocol lets a client see it.
 *
 * <p>{@code -Dholdfast.sim.seed=N} repeats a run; {@code -Dholdfast.sim.events=N} sets the events
 * of each stream.
 */
class SimulationTest {
  private static final long SEED =
      Long.getLong("holdfast.sim.seed", System.nanoTime() & 0xffff_ffffL);
  private static final int ROUNDS = Integer.getInteger("holdfast.sim.rounds", 1);

  /**
   * All of a stream's events fit into the history, so that even a server that sends all is known.
   */
  private static final int EVENTS = 800;

  @Test
  void nothingIsLostRepeatedOrReorderedWithoutAWord() {
    System.out.println("simulation seed " + SEED + ", " + ROUNDS + " rounds");
    System.out.println(Row.HEADER);
    List<String> wrong = new ArrayList<>();
    Row all = new Row("all");
    Row honest = new Row("honest");
    long seed = SEED;
    for (ServerKind server : ServerKind.values()) {
      for (FaultKind fault : FaultKind.values()) {
        for (Trigger trigger : Trigger.values()) {
          Row row = new Row(server + " " + fault + " " + trigger);
          for (SimListener.Kind app : apps()) {
            for (ResumeCheck check : ResumeCheck.values()) {
              if (app == SimListener.Kind.DYING && server != ServerKind.EXACT) {
                continue; // What a new process can know of the old one's place, only this shows.
              }
              String name =
                  server + " " + fault + " " + trigger + " " + app + " " + check + " seed " + seed;
              SimStream stream = new SimStream(seed++, server, fault, trigger, app, check);
              try {
                stream.run(EVENTS);
              } catch (AssertionError | RuntimeException e) {
                wrong.add(name + ": " + e);
              }
              boolean exact =
                  check == ResumeCheck.ANCHORED ? server.exactByAnchor : server.exactByLastId;
              judge(name, stream, exact, check, wrong);
              row.add(stream);
              if (exact) {
                honest.add(stream);
              }
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

  private static List<SimListener.Kind> apps() {
    List<SimListener.Kind> apps = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      apps.addAll(List.of(SimListener.Kind.values()));
    }
    return apps;
  }

  private static void judge(
      String name, SimStream stream, boolean exact, ResumeCheck check, List<String> wrong) {
    Oracle oracle = stream.oracle;
    oracle.faults.stream().limit(1).forEach(fault -> wrong.add(name + ": " + fault));
    boolean lossIsVisible =
        exact
            || check == ResumeCheck.ANCHORED
            || stream.server.kind == ServerKind.CONSTANT_ID
            || stream.server.kind == ServerKind.ANSWERS_410;
    if (lossIsVisible && oracle.lostSilently > 0) {
      wrong.add(name + ": lost silently " + oracle.lostSilently);
    }
    if (exact && oracle.lostAndSaid > 0) {
      wrong.add(name + ": lost on an honest server " + oracle.lostAndSaid);
    }
    if (oracle.repeatedSilently > 0) {
      wrong.add(name + ": repeated silently " + oracle.repeatedSilently);
    }
  }
}
