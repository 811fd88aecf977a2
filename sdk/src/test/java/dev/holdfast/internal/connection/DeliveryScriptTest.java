package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.ConnectionState;
import dev.holdfast.DeliverySettings;
import dev.holdfast.OverflowPolicy;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What a stream does while its app, on an executor of its own, does not keep up. */
class DeliveryScriptTest extends StreamScript {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean appRuns;

  private void appRuns() {
    appRuns = true;
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /** Tasks of the app's wait until {@link #appRuns}. */
  private void on(java.util.function.UnaryOperator<DeliverySettings> settings) {
    delivered(
        settings.apply(
            DeliverySettings.on(
                task -> {
                  if (appRuns) {
                    world.execute(task);
                  } else {
                    tasks.add(task);
                  }
                })));
  }

  private void delivered(DeliverySettings settings) {
    request = request.newBuilder().delivery(settings).build();
  }

  private void script(Line line) {
    line.bringsEvent("1", "1");
    line.movesCursor("1b");
    line.reportsGap("1b", "2");
    line.brings("3");
    settle();
    line.breaks();
    world.run(30_000);
    transport.last().opens().brings("4");
    settle();
  }

  @Test
  void callbacksKeepTheirPlaceAmongEvents() {
    start();
    script(transport.last().opens());
    stream.cancel();
    List<String> inline = new ArrayList<>(heard);
    heard.clear();
    transport.lines.clear();
    delivered(DeliverySettings.on(world));
    start();
    script(transport.last().opens());
    assertThat(heard).isEqualTo(inline).contains("1", "retry 0", "4");
  }

  @Test
  void aReaderWaitsWhileTheBufferIsFullAndGoesOnOnceThereIsRoom() {
    on(settings -> settings.buffer(4, 1 << 20));
    start();
    Line line = transport.last().opens();
    long[] ran = new long[1];
    world.after(
        60_000,
        () -> {
          ran[0] = world.millis();
          assertThat(tasks).hasSize(1);
          appRuns();
        });
    line.brings("1", "2", "3", "4");
    assertThat(world.millis()).isEqualTo(ran[0]).isGreaterThan(59_000);
    line.brings("5");
    hears("open 1", "1", "2", "3", "4", "5");
  }

  @Test
  void cancellingFreesAReaderThatWaits() {
    on(settings -> settings.buffer(2, 1 << 20));
    start();
    Line line = transport.last().opens();
    world.after(1_000, () -> stream.cancel());
    line.brings("1", "2");
    assertThat(world.millis()).isLessThan(1_010);
    appRuns();
    hears();
  }

  @Test
  void closingFreesAReaderThatWaits() {
    on(settings -> settings.buffer(2, 1 << 20));
    start();
    Line line = transport.last().opens();
    world.after(
        1_000, () -> stream.supervisor().fromControl(() -> stream.supervisor().close(null)));
    line.brings("1", "2");
    assertThat(world.millis()).isLessThan(1_010);
    appRuns();
    hears("open 1", "1", "2", "closed ");
  }

  @Test
  void aConnectionThatIsReplacedFreesItsReader() {
    on(settings -> settings.buffer(3, 1 << 20));
    start();
    Line line = transport.last().opens();
    line.brings("1", "2");
    stream.renew();
    settle();
    Line candidate = transport.last().opens();
    assertThat(candidate).isNotSameAs(line);
    world.after(100, () -> candidate.brings("9"));
    line.brings("3");
    assertThat(world.millis()).as("held for a quarter of a second").isBetween(300L, 500L);
    assertThat(line.cancelled).isTrue();
    // What it has in its hands by now is nobody's.
    line.brings("4");
    appRuns();
    settle();
    assertThat(heard.subList(0, 4)).containsExactly("open 1", "1", "2", "3");
    assertThat(heard).endsWith("9").doesNotContain("4");
  }

  @Test
  void whileTheBufferIsFullNoOtherConnectionIsOpened() {
    on(settings -> settings.buffer(2, 1 << 20));
    start();
    Line line = transport.last().opens();
    for (int second = 1; second < 100; second++) {
      world.after(second * 1_000, () -> stream.renew());
      world.after(second * 1_000, () -> stream.networkChanged());
    }
    world.after(
        100_000,
        () -> {
          assertThat(transport.lines).hasSize(1);
          appRuns();
        });
    line.brings("1", "2");
    settle();
    assertThat(transport.lines).as("the latest demand follows then").hasSize(2);
    assertThat(transport.last().spec.cursor()).isEqualTo("1");
  }

  @Test
  void callbacksThatPileUpEndTheAttemptsUntilTheyAreHeard() {
    on(settings -> settings.overflow(OverflowPolicy.dropOldest()));
    start();
    for (int i = 0; i < 1_000; i++) {
      Line line = transport.last();
      if (!line.cancelled) {
        line.ends(Verdict.UNREACHABLE, Reason.UNREACHABLE, 0);
      }
      world.run(60_000);
    }
    assertThat(transport.lines).hasSizeBetween(50, 130);
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    assertThat(stream.diagnostics().heldBy()).startsWith("the listener");
    appRuns();
    world.run(100);
    assertThat(stream.diagnostics().heldBy()).isNull();
    assertThat(transport.last().cancelled).as("it connects again").isFalse();
    transport.last().opens().brings("1");
    settle();
    assertThat(heard).endsWith("1");
  }

  @Test
  void anOverflowClosesTheStreamBeforeTheEventThatDidNotFit() {
    on(settings -> settings.buffer(2, 1 << 20).overflow(OverflowPolicy.fail()));
    start();
    transport.last().opens().brings("1", "2", "3", "4");
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(stream.closeCause().reason()).isEqualTo(Reason.OVERFLOW);
    assertThat(stream.closeCause()).hasMessageContaining("id=3").hasMessageContaining("2 events");
    appRuns();
    hears("open 1", "1", "2", "closed OVERFLOW");
    assertThat(stream.lastEventId()).isEqualTo("2");
  }

  @Test
  void droppedEventsAreCounted() {
    on(settings -> settings.buffer(2, 1 << 20).overflow(OverflowPolicy.dropOldest()));
    start();
    transport.last().opens().brings("1", "2", "3", "4", "5");
    assertThat(stream.diagnostics().dropped()).isEqualTo(3);
    assertThat(stream.diagnostics()).asString().contains("3 events dropped");
    appRuns();
    hears("open 1", "4", "5");
  }

  @Test
  void anExecutorThatRejectsClosesTheStream() throws Exception {
    delivered(
        DeliverySettings.on(
            task -> {
              throw new RejectedExecutionException("shut down\nand gone");
            }));
    start();
    settle();
    assertThat(stream.closeCause().reason()).isEqualTo(Reason.EXECUTOR_REJECTED);
    assertThat(stream.closeCause()).hasMessageContaining("shut down");
    assertThat(stream.closeCause().getMessage()).doesNotContain("\n");
    hears("closed EXECUTOR_REJECTED");
    assertThat(stream.awaitClosed(Duration.ZERO)).isTrue();
  }

  @Test
  void aStreamWhoseExecutorRunsNothingIsOverOnceItIsCancelled() throws Exception {
    on(settings -> settings);
    start();
    transport.last().opens().brings("1").ends(Verdict.ENDED, Reason.RESPONSE_ENDED, 204);
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(stream.awaitClosed(Duration.ZERO)).isFalse();
    stream.cancel();
    assertThat(stream.awaitClosed(Duration.ZERO)).isTrue();
    appRuns();
    hears();
  }

  @Test
  void unacknowledgedEventsStopTheReaderToo() {
    request = request.newBuilder().delivery(DeliverySettings.inline().manualAck(2)).build();
    start();
    Line line = transport.last().opens();
    settle();
    line.brings("1", "2");
    assertThat(stream.lastEventId()).isNull();
    long before = world.millis();
    world.after(1_000, () -> acknowledge());
    line.brings("3");
    assertThat(world.millis() - before).isGreaterThan(990);
    hears("open 1", "1", "2", "3");
    assertThat(stream.lastEventId()).isEqualTo("1");
    stream.cancel();
    acknowledge();
    assertThat(stream.lastEventId()).isEqualTo("2");
  }

  private void acknowledge() {
    events.remove().ack();
  }

  @Test
  void waitingForItselfInACallbackOnTheExecutorFails() {
    delivered(DeliverySettings.on(world));
    action =
        () ->
            assertThatThrownBy(() -> stream.awaitClosed())
                .isInstanceOf(IllegalStateException.class);
    start();
    transport.last().opens().brings("1");
    hears("open 1", "1");
  }

  @Test
  void aFullBufferOfPollsAsksNoFurther() {
    on(settings -> settings.buffer(2, 1 << 20));
    request = request.newBuilder().transports(TransportType.LONG_POLL).build();
    start();
    Line line = transport.last().opens();
    boolean[] asked = new boolean[1];
    world.after(
        5_000,
        () -> {
          assertThat(asked[0]).isFalse();
          appRuns();
        });
    line.brings("1", "2");
    asked[0] = true;
    line.asksFrom("2");
    assertThat(world.millis()).isGreaterThan(4_990);
  }
}
