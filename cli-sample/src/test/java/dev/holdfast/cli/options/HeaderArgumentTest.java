package dev.holdfast.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderArgumentTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"X-A: b|X-A|b", "X-A:b|X-A|b", "X-A: \t b \t|X-A|b", "X-A: b:c |X-A|b:c"})
  void splitsAtTheFirstColon(String argument, String name, String value) {
    assertThat(HeaderArgument.parse(argument)).isEqualTo(new HeaderArgument(name, value));
  }

  @Test
  void allowsAnEmptyValue() {
    assertThat(HeaderArgument.parse("X-A:")).isEqualTo(new HeaderArgument("X-A", ""));
  }

  @Test
  void leavesLineEndsForTheSdkToRefuse() {
    assertThat(HeaderArgument.parse("X-A: b\r\n").value()).isEqualTo("b\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization|-H: no colon in \"Authorization\" (write 'Name: value')",
        "Authorization Bearer s3cret|-H: no colon in \"Authorization…\" (write 'Name: value')",
        "X-Api-Key=s3cret|-H: no colon in \"X-Api-Key…\" (write 'Name: value')",
        "s3cret|-H: no colon in an argument of 6 characters (write 'Name: value')",
        "''|-H: no colon in an argument of 0 characters (write 'Name: value')",
        ": s3cret|-H: not a header name before the colon: an argument of 0 characters",
        "Basic s3cret:x|-H: not a header name before the colon: \"Basic…\""
      })
  void saysWhatIsWrongWithoutWhatMayBeSecret(String argument, String message) {
    assertThatThrownBy(() -> HeaderArgument.parse(argument))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}
