package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  private void receive(long... numbers) {
    for (long n : numbers) {
      ledger.enter(event(Long.toString(n), Reading.data(n)));
    }
  }

  private static StreamEvent event(String id, String data) {
    return StreamEvent.create(id, id, Reading.TYPE, data, TransportType.SSE);
  }

  @Test
  void cleanIfEachEventCameOnceAndInOrder() {
    receive(1, 2, 3);

    assertThat(ledger.audit(3)).hasToString("produced 3, received 3, lost 0, duplicated 0");
    assertThat(ledger.audit(3).isClean()).isTrue();
  }

  @Test
  void missingEventsAreLost() {
    receive(1, 3);

    assertThat(ledger.audit(5)).hasToString("produced 5, received 2, lost 3, duplicated 0");
    assertThat(ledger.audit(5).isClean()).isFalse();
  }

  @Test
  void aLossAndADuplicateDoNotCancelOut() {
    receive(1, 2, 2);

    assertThat(ledger.audit(3)).hasToString("produced 3, received 3, lost 1, duplicated 1");
    assertThat(ledger.audit(3).isClean()).isFalse();
  }

  @Test
  void orderCounts() {
    receive(1, 3, 2);

    assertThat(ledger.audit(3))
        .hasToString("produced 3, received 3, lost 0, duplicated 0, out of order 1");
    assertThat(ledger.audit(3).isClean()).isFalse();
  }

  @Test
  void contentCounts() {
    receive(1);
    ledger.enter(event("2", Reading.data(3)));
    ledger.enter(event("x", ""));

    assertThat(ledger.audit(2))
        .hasToString("produced 2, received 3, lost 1, duplicated 0, damaged 2");
  }

  @Test
  void anEventThatWasNeverProducedCounts() {
    receive(1, 2);

    assertThat(ledger.audit(1).isClean()).isFalse();
  }
}
