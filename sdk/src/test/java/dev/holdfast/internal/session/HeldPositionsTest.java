package dev.holdfast.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Gap;
import org.junit.jupiter.api.Test;

/** A candidate beside a quiet connection may see its position move for days. */
class HeldPositionsTest {
  @Test
  void onlyTheLastPositionIsHeld() {
    Session session =
        new Session(
            "0",
            new Session.Output() {
              @Override
              public void accepted(Arrival arrival) {}

              @Override
              public void gap(Gap gap) {}
            });
    Continuation candidate = session.fromCursor();
    for (int i = 0; i < 1000; i++) {
      candidate.hold(Arrival.cursor("p" + i));
    }
    int held = 0;
    String last = null;
    Arrival arrival;
    while ((arrival = candidate.takeHeld()) != null) {
      held++;
      last = arrival.cursor();
    }
    assertThat(held).isEqualTo(1);
    assertThat(last).isEqualTo("p999");
  }
}
