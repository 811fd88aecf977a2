package dev.holdfast.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {

  @Test
  void escapesWhatMovesOrColoursATerminal() {
    assertThat(Visible.block("a\u001b[31mb\u0007\u007f\u009b2J\b"))
        .isEqualTo("a\\x1b[31mb\\x07\\x7f\\x9b2J\\x08");
  }

  @Test
  void escapesWhatTurnsTheWritingDirection() {
    assertThat(Visible.block("a\u202eb\u2066c\u2028d")).isEqualTo("a\\u202eb\\u2066c\\u2028d");
  }

  @Test
  void keepsLinesAndTabsInABlockOnly() {
    assertThat(Visible.block("a\tb\nc\rd")).isEqualTo("a\tb\nc\\rd");
    assertThat(Visible.line("a\tb\nc\rd")).isEqualTo("a\\tb\\nc\\rd");
  }

  @Test
  void leavesOtherTextAlone() {
    String text = "Zürich 東京 🚀 👩‍🚀 ‑ שלום";
    assertThat(Visible.line(text)).isSameAs(text);
  }
}
