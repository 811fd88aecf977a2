package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.internal.connection.GateCrowd.Origin;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A thousand streams of one origin, over twenty seeds each; the figures are printed. */
class OriginGateSimulationTest {
  private static final int STREAMS = 1000;
  private static final int SEEDS = 20;

  /** The least, the mean and the most of a figure over the seeds. */
  private static final class Figure {
    private final String name;
    private long least = Long.MAX_VALUE;
    private long most;
    private long sum;
    private int count;

    Figure(String name) {
      this.name = name;
    }

    void add(long value) {
      least = Math.min(least, value);
      most = Math.max(most, value);
      sum += value;
      count++;
    }

    Figure print(String scenario) {
      System.out.printf(
          "gate | %-28s | %-22s | %6d | %8.1f | %6d |%n",
          scenario, name, least, (double) sum / count, most);
      return this;
    }
  }

  private static void seeds(LongConsumer run) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      run.accept(seed);
    }
  }

  private static GateCrowd connected(long seed) {
    GateCrowd crowd = new GateCrowd(seed);
    crowd.add(STREAMS);
    crowd.startAll();
    crowd.world.run(30_000);
    assertThat(crowd.connected).isEqualTo(STREAMS);
    return crowd;
  }

  /** Ends the outage; returns after how many milliseconds all were back. */
  private static long comeBack(GateCrowd crowd) {
    crowd.rejections = 0;
    crowd.origin = Origin.UP;
    long at = crowd.world.millis();
    assertThat(crowd.world.runUntil(() -> crowd.connected == STREAMS, 120_000)).isTrue();
    return crowd.world.millis() - at;
  }

  @ParameterizedTest
  @EnumSource(value = Origin.class, mode = EnumSource.Mode.EXCLUDE, names = "UP")
  void anOriginThatIsAwayForAMinuteIsAskedRarelyAndHasItsStreamsBackInTenSeconds(Origin how) {
    Figure attempts = new Figure("attempts while away");
    Figure back = new Figure("all back, ms");
    Figure rejections = new Figure("rejections at 2,000/s");
    Figure times = new Figure("attempts of one stream");
    seeds(
        seed -> {
          GateCrowd crowd = connected(seed);
          crowd.attempts = 0;
          crowd.streams.forEach(stream -> stream.attemptsOfOwn = 0);
          crowd.goAway(how);
          crowd.world.run(60_000);
          attempts.add(crowd.attempts);
          crowd.takes(2_000, 20);
          back.add(comeBack(crowd));
          rejections.add(crowd.rejections);
          times.add(crowd.streams.stream().mapToInt(s -> s.attemptsOfOwn).max().orElse(0));
        });
    assertThat(attempts.print(how.toString()).most).isLessThanOrEqualTo(20);
    assertThat(back.print(how.toString()).most).isLessThanOrEqualTo(10_000);
    assertThat(rejections.print(how.toString()).most).isZero();
    assertThat(times.print(how.toString()).most).isLessThanOrEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(value = Origin.class, mode = EnumSource.Mode.EXCLUDE, names = "UP")
  void anOutageThatBeginsInGoodOrderIsOneToo(Origin how) {
    Figure attempts = new Figure("attempts while away");
    Figure back = new Figure("all back, ms");
    seeds(
        seed -> {
          GateCrowd crowd = connected(seed);
          crowd.endsInOrder = true;
          crowd.attempts = 0;
          crowd.goAway(how);
          crowd.world.run(60_000);
          attempts.add(crowd.attempts);
          crowd.takes(2_000, 20);
          back.add(comeBack(crowd));
        });
    assertThat(attempts.print(how + " after ends").most).isLessThanOrEqualTo(20);
    assertThat(back.print(how + " after ends").most).isLessThanOrEqualTo(10_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100})
  void aServerThatTakesAHundredASecondTurnsFewAway(int burst) {
    Figure back = new Figure("all back, ms");
    Figure rejections = new Figure("rejections");
    seeds(
        seed -> {
          GateCrowd crowd = connected(seed);
          crowd.goAway(Origin.REFUSES);
          crowd.world.run(60_000);
          crowd.takes(100, burst);
          back.add(comeBack(crowd));
          rejections.add(crowd.rejections);
        });
    String name = "100/s refuses, burst " + burst;
    assertThat(rejections.print(name).most).isLessThanOrEqualTo(20);
    assertThat(back.print(name).most).isLessThanOrEqualTo(60_000);
  }

  @Test
  void aServerThatLetsWaitWhatItHasNotGotToHasNoMoreThanTheWindowWaiting() {
    Figure back = new Figure("all back, ms");
    Figure waiting = new Figure("most in its backlog");
    seeds(
        seed -> {
          GateCrowd crowd = connected(seed);
          crowd.goAway(Origin.REFUSES);
          crowd.world.run(60_000);
          crowd.takes(100, 1);
          crowd.letsWait = true;
          back.add(comeBack(crowd));
          waiting.add(crowd.mostWaitingThere);
        });
    assertThat(waiting.print("100/s lets wait").most).isLessThanOrEqualTo(64);
    assertThat(back.print("100/s lets wait").most).isLessThanOrEqualTo(20_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 50})
  void streamsOfAUrlThatAlwaysFailsDelayNoOther(int failing) {
    Figure longest = new Figure("longest wait, ms");
    Figure away = new Figure("seen open, of 1,200");
    seeds(
        seed -> {
          GateCrowd crowd = new GateCrowd(seed);
          crowd.add(100);
          for (int i = 0; i < failing; i++) {
            crowd.add().fails = true;
          }
          crowd.startAll();
          crowd.world.run(10_000);
          int open = 0;
          for (int i = 0; i < 1200; i++) {
            crowd.streams.get(crowd.world.between(0, 99)).lose();
            crowd.world.run(500);
            open += crowd.gate.states().get(0).open ? 1 : 0;
          }
          away.add(open);
          longest.add(crowd.longestWaitMillis());
        });
    String name = failing + " of 101..150 always 500";
    assertThat(away.print(name).most).isZero();
    assertThat(longest.print(name).most).isLessThanOrEqualTo(failing <= 5 ? 1_000 : 5_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStreamAloneIsLeftToItsBackoffAndTwoWaitForAProbeEachAtMost(int streams) {
    Figure waited = new Figure("longest wait, ms");
    Figure attempts = new Figure("attempts in 60 s");
    seeds(
        seed -> {
          GateCrowd crowd = new GateCrowd(seed);
          crowd.add(streams);
          crowd.startAll();
          crowd.world.run(30_000);
          crowd.attempts = 0;
          crowd.goAway(Origin.REFUSES);
          crowd.world.run(60_000);
          attempts.add(crowd.attempts);
          waited.add(crowd.longestWaitMillis());
        });
    attempts.print(streams + " alone");
    assertThat(waited.print(streams + " alone").most)
        .isLessThanOrEqualTo(streams == 1 ? 0 : 15_000);
  }
}
