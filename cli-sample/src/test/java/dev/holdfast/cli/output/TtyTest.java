package dev.holdfast.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TtyTest {

  @Test
  void coloursAreForTerminalsOnly() {
    assertThat(Tty.colours(true, Map.of("TERM", "xterm"))).isEqualTo(Colours.ON);
    assertThat(Tty.colours(false, Map.of("TERM", "xterm"))).isEqualTo(Colours.OFF);
  }

  @Test
  void noColorCountsUnlessEmpty() {
    assertThat(Tty.colours(true, Map.of("NO_COLOR", "1"))).isEqualTo(Colours.OFF);
    assertThat(Tty.colours(true, Map.of("NO_COLOR", ""))).isEqualTo(Colours.ON);
  }

  @Test
  void aDumbTerminalHasNone() {
    assertThat(Tty.colours(true, Map.of("TERM", "dumb"))).isEqualTo(Colours.OFF);
  }
}
