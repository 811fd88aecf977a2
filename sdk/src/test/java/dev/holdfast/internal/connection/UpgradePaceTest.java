package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UpgradePaceTest {
  private final UpgradePace pace = new UpgradePace();

  private long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(pace.delayNanos());
  }

  private boolean ended(long seconds) {
    return pace.ended(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void theFirstTryIsAtOnce() {
    assertThat(seconds()).isZero();
    pace.begins();
    assertThat(seconds()).isEqualTo(2);
  }

  @Test
  void eachFailureDoublesTheTimeUpToThatOfAProbe() {
    pace.begins();
    long[] expected = {2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
    for (long wait : expected) {
      pace.failed();
      assertThat(seconds()).isEqualTo(wait);
    }
    for (int i = 0; i < 1000; i++) {
      pace.failed();
    }
    assertThat(pace.delayNanos()).isEqualTo(TransportMemory.PROBE_NANOS);
  }

  @Test
  void threeFailuresInARowAreABlock() {
    pace.begins();
    assertThat(pace.failed()).isFalse();
    assertThat(ended(9)).isFalse();
    assertThat(pace.failed()).isTrue();
    assertThat(pace.failed()).isTrue();
  }

  @Test
  void aConnectionThatWasGoodForAWhileForgivesTheFailures() {
    pace.begins();
    pace.failed();
    pace.failed();
    assertThat(ended(10)).isFalse();
    assertThat(seconds()).isEqualTo(2);
    assertThat(pace.failed()).isFalse();
  }

  @Test
  void onAnotherNetworkItBeginsAnew() {
    pace.begins();
    pace.failed();
    pace.failed();
    pace.networkChanged();
    assertThat(seconds()).isZero();
    assertThat(pace.failed()).isFalse();
  }
}
