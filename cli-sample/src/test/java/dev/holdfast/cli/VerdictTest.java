package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class VerdictTest {
  private final Verdict verdict = new Verdict();

  @Test
  void theFirstEndingCounts() {
    verdict.reach(Ending.LIMIT_REACHED);
    verdict.reach(Ending.END_OF_STREAM);

    assertThat(verdict.await(null)).isSameAs(Ending.LIMIT_REACHED);
  }

  @Test
  void timeIsAnEnding() {
    assertThat(verdict.await(Duration.ofMillis(1))).isSameAs(Ending.TIME_UP);
    assertThat(verdict.isReached()).isTrue();
  }

  @Test
  void anInterruptIsAnEnding() {
    Thread.currentThread().interrupt();

    assertThat(verdict.await(null)).isSameAs(Ending.INTERRUPTED);
  }
}
