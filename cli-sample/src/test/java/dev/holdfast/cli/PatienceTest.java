package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatienceTest {
  private final Patience patience = new Patience();

  @Test
  void endsOnceWhereNothingGetsOn() {
    assertThat(patience.ends(0, 2)).as("it has just begun").isFalse();
    assertThat(patience.ends(0, 3)).isTrue();
    assertThat(patience.ends(0, 3)).as("said").isFalse();
    assertThat(patience.ends(1, 2)).as("it gets on").isFalse();
    assertThat(patience.ends(1, 2)).isTrue();
  }

  @Test
  void nothingThatWaitsNeedsNone() {
    assertThat(patience.ends(5, 0)).isFalse();
    assertThat(patience.ends(5, 0)).isFalse();
    assertThat(patience.ends(5, 1)).as("not for so long").isFalse();
  }
}
