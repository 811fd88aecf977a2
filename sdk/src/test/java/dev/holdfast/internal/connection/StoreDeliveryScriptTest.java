package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.CursorSaving;
import dev.holdfast.DeliverySettings;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What is saved of a stream whose app acknowledges, or is called on an executor. */
class StoreDeliveryScriptTest extends StoreScript {
  private Line opened(CursorSaving saving, DeliverySettings delivery) {
    Line line = start(request(saving).delivery(delivery)).opens();
    world.run(5);
    heard.clear();
    return line;
  }

  @Test
  void eventsThatAreAcknowledgedOutOfOrderCountAllTheSame() {
    Line line = opened(CursorSaving.every(10), DeliverySettings.inline().manualAck());
    line.brings("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
    world.run(5);
    heard.clear();
    for (int i = events.size() - 1; i >= 0; i--) {
      events.get(i).ack();
    }
    hears("save 11");
  }

  @Test
  void nobodyWaitsForAStreamWhoseCallbacksHaveNoThreadAtAll() throws Exception {
    DeliverySettings rejecting =
        DeliverySettings.on(
            task -> {
              throw new RejectedExecutionException("shut down");
            });
    noReader = true;
    StreamRequest request =
        request(CursorSaving.DEFAULT).delivery(rejecting).lastEventId("1").build();
    start(request.newBuilder());
    world.run(100);
    stream.supervisor().fromReader(() -> stream.supervisor().close(null));
    world.run(5_000);
    assertThat(isOver()).isTrue();
  }

  /** Marks that the last save may come after the last callback, where that is the app's. */
  @Test
  void onAnExecutorTheLastSaveDoesNotHoldUpTheLastCallback() {
    DeliverySettings direct = DeliverySettings.on(Runnable::run);
    Line line = opened(CursorSaving.DEFAULT, direct).brings("1");
    line.ends(Verdict.ENDED, Reason.RESPONSE_ENDED, 204);
    hears("1", "closed ", "save 1");
  }
}
