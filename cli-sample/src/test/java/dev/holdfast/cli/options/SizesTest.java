package dev.holdfast.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizesTest {
  private final Sizes sizes = new Sizes();

  @ParameterizedTest
  @CsvSource({"1, 1", "500, 500", "64k, 65536", "16m, 16777216", "999999999m, 1048575998951424"})
  void readsBytes(String text, long bytes) {
    assertThat(sizes.convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "k",
        "64K",
        "64kb",
        "64 k",
        "1.5m",
        "-1",
        "0",
        "0k",
        "1e3",
        "1g",
        "12345678901"
      })
  void refusesAllElseAndNamesIt(String text) {
    assertThatThrownBy(() -> sizes.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("\"" + text + "\"");
  }
}
