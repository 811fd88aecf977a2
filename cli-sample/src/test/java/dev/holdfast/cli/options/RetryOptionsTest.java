package dev.holdfast.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RetryOptionsTest {

  private static Backoff backoff(String... args) {
    RetryOptions options = new RetryOptions();
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(args);
    return options.backoff();
  }

  @Test
  void withoutOptionsThreeAttemptsUntilOpenAndThenNoLimit() {
    Backoff backoff = backoff();

    assertThat(backoff.base()).isEqualTo(Backoff.DEFAULT.base());
    assertThat(backoff.cap()).isEqualTo(Backoff.DEFAULT.cap());
    assertThat(backoff.floor()).isEqualTo(Backoff.DEFAULT.floor());
    assertThat(backoff.maxAttempts()).isZero();
    assertThat(backoff.maxAttemptsUntilOpen()).isEqualTo(3);
    assertThat(backoff.reconnect()).isTrue();
  }

  @Test
  void maxAttemptsReplacesThatLimit() {
    assertThat(backoff("--max-attempts=7").maxAttempts()).isEqualTo(7);
    assertThat(backoff("--max-attempts=7").maxAttemptsUntilOpen()).isZero();
    assertThat(backoff("--max-attempts=0").maxAttemptsUntilOpen()).isZero();
  }

  @Test
  void aShortBaseOrCapLowersTheFloor() {
    assertThat(backoff("--retry-base=20ms").floor()).isEqualTo(Duration.ofMillis(20));
    assertThat(backoff("--retry-cap=30ms").floor()).isEqualTo(Duration.ofMillis(30));
    assertThat(backoff("--retry-base=20ms", "--retry-cap=30ms").floor())
        .isEqualTo(Duration.ofMillis(20));
    assertThat(backoff("--retry-base=1s").floor()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void aCapBelowTheDefaultBaseIsTheBase() {
    assertThat(backoff("--retry-cap=200ms").base()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aBaseAboveTheCapIsRefused() {
    assertThatThrownBy(() -> backoff("--retry-base=2s", "--retry-cap=1500ms"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--retry-base 2s is longer than --retry-cap 1500ms");
  }

  @Test
  void noReconnect() {
    assertThat(backoff("--no-reconnect").reconnect()).isFalse();
  }
}
