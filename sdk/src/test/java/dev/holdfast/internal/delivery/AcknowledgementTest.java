package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.DeliverySettings;
import dev.holdfast.OverflowPolicy;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.loop.Environment;
import java.lang.ref.WeakReference;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Acknowledgements where threads are short, and what is left of an event that has its own. */
class AcknowledgementTest {
  private final Deliveries app = new Deliveries();
  private boolean noThread;

  private void open(DeliverySettings settings) {
    Clock clock = app.world;
    Executor readers =
        task -> {
          if (noThread) {
            throw new RejectedExecutionException("none");
          }
          app.readerTasks.add(task);
        };
    Environment env = new Environment(clock, app.world, app.world, readers);
    StreamRequest request = StreamRequest.builder("http://simulated/").delivery(settings).build();
    app.delivery = new Delivery(app.listener, request, "0", env, app);
  }

  @Test
  void oneForWhichThereIsNoThreadStillMakesRoom() {
    open(DeliverySettings.inline().manualAck(1));
    app.brings("1", "2");
    noThread = true;
    app.events.get(0).ack();
    noThread = false;
    app.world.run(2_000);
    app.runReaders();
    assertThat(app.heard).contains("1", "2");
    assertThat(app.world.pending()).isZero();
  }

  @Test
  void itIsFullOnlyWhileTheListenerIsWhatHoldsItUp() {
    open(DeliverySettings.inline());
    noThread = true;
    for (int i = 0; i < 100; i++) {
      app.delivery.notice(to -> {});
      app.delivery.schedule();
    }
    assertThat(app.delivery.isFull()).as("nobody would say when it is not").isFalse();
    boolean[] full = new boolean[2];
    app.delivery.drain();
    app.delivery.notice(
        to -> {
          full[0] = app.delivery.isFull();
          for (int i = 0; i < 100; i++) {
            app.delivery.notice(any -> {});
          }
          full[1] = app.delivery.isFull();
        });
    app.delivery.drain();
    assertThat(full).containsExactly(false, true);
    assertThat(app.heard).containsExactly("caught up");
  }

  @Test
  void whereEvenTheLastCallbackHasNoThreadTheStreamHearsOfIt() {
    open(
        DeliverySettings.on(
            task -> {
              throw new RejectedExecutionException("shut down");
            }));
    noThread = true;
    app.notices("open").brings("1");
    app.last();
    assertThat(app.delivery.over().getCount()).isZero();
    assertThat(app.heard).containsExactly("rejected: shut down", "abandoned");
  }

  @Test
  void thePositionDoesNotPassDroppedEventsOnceItIsStopped() {
    app.open(DeliverySettings.on(app).buffer(1, 1 << 20).overflow(OverflowPolicy.dropOldest()));
    app.brings("1").notices("notice").brings("2");
    app.stopsAtDropped = true;
    app.run();
    assertThat(app.heard).containsExactly("-1 0..1");
    assertThat(app.at()).isEqualTo("0");
  }

  @Test
  void anEventThatTheAppKeepsDoesNotKeepWhatIsKnownOfLaterOnes() {
    app.open(DeliverySettings.inline().manualAck(9));
    StreamEvent kept = null;
    WeakReference<String> later = null;
    for (int i = 1; i <= 100; i++) {
      String cursor = new String("" + i);
      app.delivery.event(Deliveries.event(i, "" + i), cursor);
      app.delivery.drain();
      if (i > 1) {
        StreamEvent event = app.events.remove(0);
        event.ack();
        kept = kept == null ? event : kept;
      }
      later = i == 50 ? new WeakReference<>(cursor) : later;
    }
    app.cursors.clear();
    for (int i = 0; i < 50 && later.get() != null; i++) {
      System.gc();
    }
    assertThat(later.get()).isNull();
    assertThat(kept.data()).isEqualTo("1");
  }
}
