package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Waits as distributions, over many draws from a fixed seed. */
class RetryPlanTest {
  private static final int DRAWS = 100_000;
  private static final long FLOOR = millis(100);

  private final Random random = new Random(42);

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private RetryPlan plan(Backoff backoff) {
    return new RetryPlan(backoff, random::nextDouble);
  }

  private record Spread(long min, long max, double mean, double atFloor) {
    static Spread of(LongSupplier draw) {
      long min = Long.MAX_VALUE;
      long max = 0;
      double sum = 0;
      int atFloor = 0;
      for (int i = 0; i < DRAWS; i++) {
        long value = draw.getAsLong();
        min = Math.min(min, value);
        max = Math.max(max, value);
        sum += value;
        atFloor += value == FLOOR ? 1 : 0;
      }
      return new Spread(min, max, sum / DRAWS, (double) atFloor / DRAWS);
    }
  }

  /** Full jitter below a bound: uniform, with what falls below the floor lying on it. */
  private static void assertFullJitter(Spread spread, long bound) {
    assertThat(spread.min).isEqualTo(FLOOR);
    assertThat(spread.max).isLessThan(bound).isGreaterThan(bound - bound / 100);
    double share = (double) FLOOR / bound;
    assertThat(spread.atFloor).isBetween(share - 0.01, share + 0.01);
    double mean = share * FLOOR + (1 - share) * (FLOOR + bound) / 2;
    assertThat(spread.mean).isBetween(mean * 0.98, mean * 1.02);
  }

  @Test
  void eachFailureDoublesTheBoundOfAFullJitterUpToTheCap() {
    RetryPlan plan = plan(Backoff.DEFAULT);
    long[] bounds = {500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000};
    for (int i = 0; i < bounds.length; i++) {
      plan.ended(0, false);
      assertThat(plan.failures()).isEqualTo(i + 1);
      assertFullJitter(Spread.of(() -> plan.delayNanos(false, 0)), millis(bounds[i]));
    }
  }

  @Test
  void aHundredThousandFailuresNeverOverflowTheBound() {
    RetryPlan plan = plan(Backoff.DEFAULT);
    for (int i = 0; i < DRAWS; i++) {
      plan.ended(0, false);
      assertThat(plan.delayNanos(false, 0)).isBetween(FLOOR, millis(30_000));
    }
  }

  @Test
  void aConnectionThatDeliveredIsFollowedByAShortWaitWhateverTheCount() {
    RetryPlan plan = plan(Backoff.DEFAULT);
    for (int i = 0; i < 20; i++) {
      plan.ended(0, false);
    }
    plan.ended(millis(50), true);
    Spread spread = Spread.of(() -> plan.delayNanos(true, 0));
    assertThat(spread.min).isBetween(FLOOR, millis(101));
    assertThat(spread.max).isBetween(millis(499), millis(500));
    assertThat(spread.mean).isBetween((double) millis(298), (double) millis(302));
    assertThat(plan.failures()).isZero();
  }

  @Test
  void onlyAConnectionThatStayedUpAndDeliveredStartsTheBackoffAnew() {
    RetryPlan plan = plan(Backoff.DEFAULT);
    for (int i = 0; i < 4; i++) {
      plan.ended(0, false);
    }
    plan.ended(millis(9_999), true);
    plan.ended(0, false);
    assertFullJitter(Spread.of(() -> plan.delayNanos(false, 0)), millis(8000));
    plan.ended(millis(10_000), true);
    plan.ended(0, false);
    assertFullJitter(Spread.of(() -> plan.delayNanos(false, 0)), millis(500));
  }

  @Test
  void heartbeatsAloneAreNoProgress() {
    RetryPlan plan = plan(Backoff.DEFAULT);
    plan.ended(millis(60_000), false);
    plan.ended(millis(60_000), false);
    assertThat(plan.failures()).as("both stayed up").isZero();
    assertFullJitter(Spread.of(() -> plan.delayNanos(false, 0)), millis(1000));
  }

  @Test
  void aServersHintIsAFloorThatBeatsTheCapWithUpToHalfAdded() {
    RetryPlan plan = plan(Backoff.DEFAULT);
    plan.ended(0, false);
    Spread spread = Spread.of(() -> plan.delayNanos(false, millis(60_000)));
    assertThat(spread.min).isBetween(millis(60_000), millis(60_100));
    assertThat(spread.max).isBetween(millis(89_900), millis(90_000));
    assertThat(spread.mean).isBetween((double) millis(74_500), (double) millis(75_500));
  }

  @Test
  void theStreamsRetryFieldHoldsForEveryLaterWaitAndTheLongerHintWins() {
    RetryPlan plan = plan(Backoff.DEFAULT);
    plan.serverRetry(3_000);
    plan.ended(0, true);
    assertThat(Spread.of(() -> plan.delayNanos(true, 0)).min).isGreaterThanOrEqualTo(millis(3_000));
    assertThat(Spread.of(() -> plan.delayNanos(true, millis(9_000))).min)
        .isGreaterThanOrEqualTo(millis(9_000));
    plan.serverRetry(0);
    assertThat(Spread.of(() -> plan.delayNanos(true, 0)).max).isLessThan(millis(500));
  }

  @Test
  void hintsCountForAtMostAnHour() {
    RetryPlan plan = plan(Backoff.DEFAULT);
    plan.serverRetry(Long.MAX_VALUE);
    plan.ended(0, false);
    long hour = TimeUnit.HOURS.toNanos(1);
    Spread spread = Spread.of(() -> plan.delayNanos(false, Long.MAX_VALUE));
    assertThat(spread.min).isGreaterThanOrEqualTo(hour);
    assertThat(spread.max).isLessThan(hour + hour / 2);
  }

  @Test
  void givesUpByCountByTimeAndSoonerIfNeverServed() {
    Backoff backoff =
        Backoff.builder()
            .maxAttempts(5)
            .maxAttemptsUntilOpen(3)
            .maxElapsed(Duration.ofMinutes(1))
            .build();
    RetryPlan plan = plan(backoff);
    plan.ended(0, false);
    plan.ended(0, false);
    assertThat(plan.isExhausted(false, 0)).isFalse();
    plan.ended(0, false);
    assertThat(plan.isExhausted(false, 0)).isTrue();
    assertThat(plan.isExhausted(true, 0)).isFalse();
    plan.ended(0, false);
    plan.ended(0, false);
    assertThat(plan.isExhausted(true, 0)).isTrue();
    plan.ended(0, true);
    assertThat(plan.isExhausted(true, 0)).isFalse();
    assertThat(plan.isExhausted(true, millis(60_000))).isTrue();
  }

  @Test
  void durationsWithoutEndAreFine() {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    RetryPlan plan = plan(Backoff.builder().base(forEver).cap(forEver).maxElapsed(forEver).build());
    plan.ended(0, false);
    assertThat(plan.delayNanos(false, 0)).isPositive();
    assertThat(plan.isExhausted(true, TimeUnit.DAYS.toNanos(365))).isFalse();
  }

  @Test
  void byDefaultItNeverGivesUp() {
    RetryPlan plan = plan(Backoff.DEFAULT);
    for (int i = 0; i < 1000; i++) {
      plan.ended(0, false);
    }
    assertThat(plan.isExhausted(false, Long.MAX_VALUE)).isFalse();
  }
}
