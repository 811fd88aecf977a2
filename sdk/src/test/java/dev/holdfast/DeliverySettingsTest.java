package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What can be said of delivery, and what cannot. */
class DeliverySettingsTest {
  private static final Executor EXECUTOR = Runnable::run;

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    StreamRequest request = StreamRequest.of("http://example.com/");
    assertThat(request.delivery()).isSameAs(DeliverySettings.inline());
    assertThat(request.delivery().executor()).isNull();
    DeliverySettings on = DeliverySettings.on(EXECUTOR);
    assertThat(on.bufferEvents()).isEqualTo(256);
    assertThat(on.bufferBytes()).isEqualTo(1_048_576);
    assertThat(on.overflow()).isEqualTo(OverflowPolicy.block());
    assertThat(on.isManualAck()).isFalse();
    assertThat(on.manualAck().maxUnacknowledged()).isEqualTo(10_000);
    assertThat(on.manualAck(3).buffer(1, 2).overflow(OverflowPolicy.fail()))
        .hasToString(
            "DeliverySettings{on an executor, 1 events, 2 bytes, OverflowPolicy{FAIL},"
                + " at most 3 unacknowledged}");
  }

  @Test
  void aValueThatCannotWorkIsNamed() {
    DeliverySettings on = DeliverySettings.on(EXECUTOR);
    assertThatThrownBy(() -> on.buffer(0, 1)).hasMessage("buffer events must be 1 or more: 0");
    assertThatThrownBy(() -> on.buffer(1, 0)).hasMessage("buffer bytes must be 1 or more: 0");
    assertThatThrownBy(() -> on.manualAck(0)).hasMessage("maxUnacknowledged must be 1 or more: 0");
    assertThatThrownBy(() -> DeliverySettings.on(null)).hasMessage("executor");
    assertThatThrownBy(() -> on.overflow(null)).hasMessage("overflow");
    assertThatThrownBy(() -> OverflowPolicy.conflate(null)).hasMessage("key");
    assertThatThrownBy(() -> StreamRequest.builder("http://a/").delivery(null))
        .hasMessage("delivery");
    assertThatThrownBy(() -> DeliverySettings.inline().buffer(1, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("buffer: inline delivery has no buffer");
    assertThatThrownBy(() -> DeliverySettings.inline().overflow(OverflowPolicy.fail()))
        .hasMessageStartingWith("overflow: inline delivery has no buffer");
  }

  @Test
  void anEventThatNobodyWaitsForIsAcknowledgedInVain() {
    StreamEvent event = StreamEvent.create("1", "1", null, "data", TransportType.SSE);
    event.ack();
    List<String> acknowledged = new ArrayList<>();
    StreamEvent listened = event.withAcknowledgement(() -> acknowledged.add("1"));
    assertThat(listened).isEqualTo(event).hasSameHashCodeAs(event).hasToString(event.toString());
    listened.withLastEventId("0").ack();
    assertThat(acknowledged).containsExactly("1");
  }
}
