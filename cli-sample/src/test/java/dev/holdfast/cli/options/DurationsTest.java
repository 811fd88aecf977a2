package dev.holdfast.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {
  private final Durations durations = new Durations();

  @ParameterizedTest
  @CsvSource({
    "1ms, 1",
    "500ms, 500",
    "5s, 5000",
    "2m, 120000",
    "1h, 3600000",
    "90s, 90000",
    "007s, 7000",
    "876000h, 3153600000000"
  })
  void readsMilliseconds(String text, long millis) {
    assertThat(durations.convert(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "-5s",
        "+5s",
        "1.5s",
        "5 s",
        "5S",
        "5sec",
        "5s5",
        "1m30s",
        "٥s",
        "10000000000s",
        "876001h",
        "999999999h",
        "0s",
        "0ms"
      })
  void refusesAllElseAndNamesIt(String text) {
    assertThatThrownBy(() -> durations.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({"500ms, 500ms", "5000ms, 5s", "60s, 1m", "90s, 90s", "2m, 2m"})
  void writesWhatItReads(String text, String written) {
    assertThat(Durations.format(durations.convert(text))).isEqualTo(written);
  }
}
