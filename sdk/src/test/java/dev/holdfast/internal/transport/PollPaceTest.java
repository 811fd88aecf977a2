package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PollPaceTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final PollPace pace = new PollPace(0, () -> 0);
  private long now = -SECOND;

  /** Polls, has an answer after a time, and returns the pause. */
  private long pauseAfter(long took, boolean moved, boolean mayHold) {
    pace.asked(now);
    now += took;
    long pause = pace.answered(now, moved, mayHold) - now;
    now += Math.max(0, pause);
    return pause;
  }

  @Test
  void eventsThatMoveThePositionAreFollowedAtOnce() {
    assertThat(pauseAfter(0, true, true)).isEqualTo(2 * MILLI);
    assertThat(pauseAfter(3 * MILLI, true, true)).isNotPositive();
  }

  @Test
  void aServerThatHoldsPollsIsAskedAtOnce() {
    assertThat(pauseAfter(SECOND, false, true)).isNotPositive();
    assertThat(pauseAfter(25 * SECOND, false, true)).isNotPositive();
  }

  @Test
  void aServerThatDoesNotHoldIsAskedEveryOneToFiveSeconds() {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      pauses.add(pauseAfter(999 * MILLI, false, true) / MILLI);
    }
    assertThat(pauses).containsExactly(1000L, 1500L, 2250L, 3375L, 5000L, 5000L);
  }

  @Test
  void aMovedPositionAndAHeldAnswerEachResetThePause() {
    pauseAfter(0, false, true);
    pauseAfter(0, true, true);
    assertThat(pauseAfter(0, false, true)).isEqualTo(SECOND);
    pauseAfter(SECOND, false, true);
    assertThat(pauseAfter(0, false, true)).isEqualTo(SECOND);
  }

  @Test
  void aServerThatMayNotHoldJustIsSlow() {
    assertThat(pauseAfter(2 * SECOND, false, false)).isEqualTo(SECOND);
    assertThat(pauseAfter(2 * SECOND, false, false)).isEqualTo(3 * SECOND / 2);
  }

  @Test
  void upToATenthIsAdded() {
    PollPace jittered = new PollPace(0, () -> 0.999_999);
    jittered.asked(0);
    assertThat(jittered.answered(0, false, true)).isBetween(SECOND * 109 / 100, SECOND * 11 / 10);
  }

  @Test
  void anIntervalIsKeptWhateverComes() {
    PollPace fixed = new PollPace(7 * SECOND, () -> 0.5);
    fixed.asked(0);
    assertThat(fixed.answered(SECOND, true, true)).isEqualTo(8 * SECOND);
    fixed.asked(8 * SECOND);
    assertThat(fixed.answered(33 * SECOND, false, true)).isEqualTo(40 * SECOND);
    assertThat(fixed.salvaged(50 * SECOND)).isEqualTo(57 * SECOND);
  }

  @Test
  void noIntervalIsTooShort() {
    PollPace fixed = new PollPace(1, () -> 0.5);
    fixed.asked(0);
    assertThat(fixed.answered(1, true, true)).isEqualTo(2 * MILLI);
  }

  @Test
  void aPollIsNotRepeatedInNoTime() {
    pace.asked(5);
    assertThat(pace.unanswered()).isEqualTo(5 + 2 * MILLI);
  }

  /** What a server did with a poll. */
  enum Did {
    MOVED,
    EMPTY,
    FAILED_ONCE
  }

  @Property(tries = 300)
  void noServerMakesItAHotLoop(
      @ForAll @Size(min = 1, max = 300) List<Did> script,
      @ForAll @LongRange(min = 0, max = 3_000_000_000L) long longestAnswer,
      @ForAll boolean mayHold,
      @ForAll @IntRange(min = 0, max = 1_000_000) int interval,
      @ForAll long seed) {
    Random random = new Random(seed);
    PollPace any = new PollPace(random.nextBoolean() ? interval : 0, random::nextDouble);
    List<Long> starts = new ArrayList<>();
    long time = seed;
    for (Did did : script) {
      starts.add(time);
      any.asked(time);
      time += random.nextBoolean() ? 0 : (long) (random.nextDouble() * longestAnswer);
      long next =
          did == Did.FAILED_ONCE ? any.unanswered() : any.answered(time, did == Did.MOVED, mayHold);
      time = next - time > 0 ? next : time;
    }
    for (int i = 1; i < starts.size(); i++) {
      assertThat(starts.get(i) - starts.get(i - 1)).isGreaterThanOrEqualTo(2 * MILLI);
    }
  }

  @Property(tries = 300)
  void aServerWithNothingNewIsAskedAtMostOnceASecond(
      @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 2_000_000_000L) Long> took,
      @ForAll boolean mayHold,
      @ForAll long seed) {
    Random random = new Random(seed);
    PollPace any = new PollPace(0, random::nextDouble);
    long began = 0;
    long time = 0;
    for (long each : took) {
      any.asked(time);
      time += each;
      time = Math.max(time, any.answered(time, false, mayHold));
    }
    assertThat(time - began).isGreaterThanOrEqualTo(took.size() * SECOND);
  }

  @org.junit.jupiter.api.Test
  void whatLookedAfterAnotherConnectionAndTookOverIsAskedAsOftenAsAnyPoll() {
    PollPace looks = new PollPace(0, () -> 0, true);
    looks.asked(0);
    looks.answered(0, true, true);
    long longest = 0;
    for (int i = 0; i < 20; i++) {
      looks.asked(0);
      longest = Math.max(longest, looks.answered(0, false, true));
    }
    org.assertj.core.api.Assertions.assertThat(longest)
        .isEqualTo(java.util.concurrent.TimeUnit.SECONDS.toNanos(5));
  }
}
