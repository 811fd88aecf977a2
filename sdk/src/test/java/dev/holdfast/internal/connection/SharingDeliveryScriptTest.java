package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.DeliverySettings;
import dev.holdfast.OverflowPolicy;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Subscriptions that share a stream, each with a delivery of its own. */
class SharingDeliveryScriptTest extends SharingScript {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean appRuns;

  private DeliverySettings waiting() {
    return DeliverySettings.on(
        task -> {
          if (appRuns) {
            world.execute(task);
          } else {
            tasks.add(task);
          }
        });
  }

  private void appRuns() {
    appRuns = true;
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
    settle();
  }

  private static StreamRequest.Builder on(DeliverySettings settings) {
    return request().delivery(settings);
  }

  @Test
  void theyShareOneStreamWhateverTheirDelivery() {
    Ear inline = ear();
    Ear slow = ear(on(waiting()));
    Ear dropping = ear(on(waiting().buffer(1, 1 << 20).overflow(OverflowPolicy.dropOldest())));
    assertThat(transport.lines).hasSize(1);
    transport.last().opens().brings("1", "2", "3");
    settle();
    inline.hears("CONNECTING", "OPEN", "open 1", "1", "2", "3");
    slow.hears();
    dropping.hears();
    inline.at("3");
    slow.at(null);
    assertThat(dropping.subscription.diagnostics().dropped()).isEqualTo(2);
    assertThat(slow.subscription.diagnostics().dropped()).isZero();
    appRuns();
    slow.hears("CONNECTING", "OPEN", "open 1", "1", "2", "3");
    slow.at("3");
    dropping.hears("CONNECTING", "OPEN", "open 1", "3");
    dropping.at("3");
  }

  @Test
  void oneWhoseBufferIsFullHoldsUpTheStreamUntilItIsCancelled() {
    Ear inline = ear();
    Ear slow = ear(on(waiting().buffer(2, 1 << 20)));
    transport.last().opens();
    world.after(10_000, () -> slow.subscription.cancel());
    transport.last().brings("1", "2");
    assertThat(world.millis()).isBetween(9_900L, 10_100L);
    transport.last().brings("3");
    settle();
    inline.hears("CONNECTING", "OPEN", "open 1", "1", "2", "3");
    appRuns();
    slow.hears();
  }

  @Test
  void oneThatOverflowsEndsAlone() {
    Ear inline = ear();
    Ear failing = ear(on(waiting().buffer(2, 1 << 20).overflow(OverflowPolicy.fail())));
    transport.last().opens().brings("1", "2", "3", "4");
    settle();
    assertThat(failing.subscription.closeCause().reason()).isEqualTo(Reason.OVERFLOW);
    appRuns();
    failing.hears("CONNECTING", "OPEN", "open 1", "1", "2", "CLOSED", "closed OVERFLOW");
    failing.at("2");
    inline.hears("CONNECTING", "OPEN", "open 1", "1", "2", "3", "4");
  }

  @Test
  void oneWhoseExecutorRejectsEndsAlone() throws Exception {
    Ear inline = ear();
    Ear rejected =
        ear(
            on(
                DeliverySettings.on(
                    task -> {
                      throw new RejectedExecutionException("shut down");
                    })));
    transport.last().opens().brings("1");
    settle();
    rejected.hears("CONNECTING", "CLOSED", "closed EXECUTOR_REJECTED");
    assertThat(rejected.subscription.awaitClosed(Duration.ZERO)).isTrue();
    inline.hears("CONNECTING", "OPEN", "open 1", "1");
  }

  /** Neither on its own executor nor on a reader: nobody keeps it for that. */
  @Test
  void oneThatCannotBeToldOfItsEndIsForgotten() throws Exception {
    Ear inline = ear();
    Ear mute =
        ear(
            on(
                DeliverySettings.on(
                    task -> {
                      world.refusesTasks = true;
                      throw new RejectedExecutionException("shut down");
                    })));
    world.refusesTasks = false;
    transport.last().opens().brings("1");
    settle();
    assertThat(mute.subscription.closeCause().reason()).isEqualTo(Reason.EXECUTOR_REJECTED);
    assertThat(mute.subscription.awaitClosed(Duration.ZERO)).isTrue();
    mute.hears();
    inline.hears("CONNECTING", "OPEN", "open 1", "1");
    assertThat(sharing).hasToString("Sharing{1 streams, 1 subscriptions}");
  }

  @Test
  void whereTheStreamCannotTellOfItsEndAllOfThemEnd() throws Exception {
    Ear one = ear();
    Ear other = ear(on(DeliverySettings.inline().manualAck(1)));
    transport.last().opens();
    settle();
    world.refusesTasks = true;
    upstreams.get(0).executorRejected(new RejectedExecutionException("shut down"));
    for (Ear ear : new Ear[] {one, other}) {
      assertThat(ear.subscription.awaitClosed(Duration.ZERO)).isTrue();
      assertThat(ear.subscription.closeCause().reason()).isEqualTo(Reason.EXECUTOR_REJECTED);
      ear.hears("CONNECTING", "OPEN", "open 1");
    }
    assertThat(sharing).hasToString("Sharing{0 streams, 0 subscriptions}");
  }

  @Test
  void oneAcknowledgesForItself() {
    Ear inline = ear();
    Ear acknowledging = ear(on(DeliverySettings.inline().manualAck(10)));
    transport.last().opens().brings("1", "2");
    settle();
    inline.at("2");
    acknowledging.at(null);
    acknowledging.events.get(1).ack();
    acknowledging.at(null);
    acknowledging.events.get(0).ack();
    acknowledging.at("2");
  }

  @Test
  void waitingForItselfInACallbackOnTheExecutorFails() {
    Ear ear = new Ear();
    ear.action =
        heard ->
            assertThatThrownBy(() -> ear.subscription.awaitClosed())
                .isInstanceOf(IllegalStateException.class);
    ear.subscription = sharing.subscribe(on(DeliverySettings.on(world)).build(), ear);
    settle();
    transport.last().opens().brings("1");
    settle();
    ear.hears("CONNECTING", "OPEN", "open 1", "1");
  }
}
