package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.holdfast.HeartbeatPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivenessTest {
  private final Liveness liveness = new Liveness(HeartbeatPolicy.auto());

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void comments(long... idleMillis) {
    for (long idle : idleMillis) {
      liveness.comment(millis(idle));
    }
  }

  private void doubtsAfterSeconds(double seconds) {
    assertThat(liveness.deadlineNanos()).isEqualTo((long) (seconds * 1e9));
  }

  @Test
  void aServerWithoutARhythmIsDoubtedAfterAMinute() {
    doubtsAfterSeconds(60);
    assertThat(liveness.isLearned()).isFalse();
  }

  @Test
  void twoSamplesAreNoRhythm() {
    comments(15_000, 15_000);
    doubtsAfterSeconds(60);
  }

  @ParameterizedTest
  @CsvSource({"15000, 37.5", "1000, 5", "2000, 5", "20000, 50", "50000, 120", "200000, 120"})
  void aRhythmIsWaitedForTwoAndAHalfTimesWithinBounds(long idle, double seconds) {
    comments(idle, idle, idle);
    doubtsAfterSeconds(seconds);
    assertThat(liveness.isLearned()).isTrue();
  }

  @Test
  void samplesWithinOneAndAHalfTimesAreARhythmAndTheLongestCounts() {
    comments(10_000, 15_000, 12_000);
    doubtsAfterSeconds(37.5);
  }

  @Test
  void samplesFurtherApartAreNone() {
    comments(10_000, 15_001, 12_000);
    doubtsAfterSeconds(60);
  }

  @Test
  void aCommentRightAfterAnEventIsNoRhythm() {
    comments(49, 49, 49);
    doubtsAfterSeconds(60);
    comments(50, 50, 50);
    doubtsAfterSeconds(5);
  }

  @Test
  void theLatestThreeCount() {
    comments(1_000, 1_000, 1_000, 20_000);
    doubtsAfterSeconds(60);
    comments(20_000, 20_000);
    doubtsAfterSeconds(50);
  }

  @Test
  void aConnectionThatIsFoundHealthyGetsTwiceTheTimeEachTimeUpToABound() {
    liveness.foundHealthy();
    doubtsAfterSeconds(120);
    liveness.foundHealthy();
    doubtsAfterSeconds(240);
    for (int i = 0; i < 100; i++) {
      liveness.foundHealthy();
    }
    doubtsAfterSeconds(480);
  }

  @Test
  void anEventMakesItAsGoodAsNew() {
    liveness.foundHealthy();
    liveness.event();
    doubtsAfterSeconds(60);
  }

  @Test
  void anotherConnectionMayHaveAnotherRhythm() {
    comments(1_000, 1_000, 1_000);
    liveness.foundHealthy();
    liveness.connected();
    doubtsAfterSeconds(60);
  }

  @Test
  void aFixedDeadlineIsNeitherLearnedNorDoubled() {
    Liveness fixed = new Liveness(HeartbeatPolicy.fixed(Duration.ofSeconds(7)));
    for (int i = 0; i < 3; i++) {
      fixed.comment(millis(1_000));
      fixed.foundHealthy();
    }
    assertThat(fixed.deadlineNanos()).isEqualTo(millis(7_000));
    assertThat(fixed.isFixed()).isTrue();
  }

  @Test
  void theLongestDeadlineDoesNotOverflow() {
    Liveness fixed = new Liveness(HeartbeatPolicy.fixed(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThat(fixed.deadlineNanos()).isPositive();
  }

  @Test
  void noneLooksAtNothing() {
    assertThat(new Liveness(HeartbeatPolicy.none()).isOn()).isFalse();
  }

  @Test
  void aDeadlineMustBePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HeartbeatPolicy.fixed(Duration.ZERO))
        .withMessage("deadline must be positive: PT0S");
  }
}
