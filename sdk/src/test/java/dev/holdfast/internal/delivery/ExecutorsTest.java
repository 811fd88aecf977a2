package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.DeliverySettings;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Executors of apps, good and bad: one task at a time, a few calls each. */
class ExecutorsTest {
  private static String[] numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "" + i).toArray(String[]::new);
  }

  @Test
  void aTaskMakesSomeCallsAndLetsOthersIn() {
    Deliveries app = Deliveries.buffered(settings -> settings.buffer(1_000, 1 << 20));
    app.brings(numbers(200));
    for (int task = 1; task <= 3; task++) {
      assertThat(app.tasks).as("one at a time").hasSize(1);
      app.runOne();
      assertThat(app.heard).hasSize(task * Pump.BATCH);
    }
    app.run();
    assertThat(app.heard).containsExactly(numbers(200));
    app.brings("201");
    assertThat(app.tasks).hasSize(1);
  }

  @Test
  void aTaskWhoseCallsTakeLongMakesFew() {
    Deliveries app = new Deliveries();
    app.open(DeliverySettings.on(app));
    for (int i = 0; i < 10; i++) {
      app.notices("screen");
      app.delivery.notice(to -> app.world.run(5));
      app.delivery.drain();
    }
    app.runOne();
    assertThat(app.heard).hasSize(1);
    app.run();
    assertThat(app.heard).hasSize(10);
  }

  @Test
  void oneThatRunsTasksAtOnceGoesNoDeeper() {
    Deliveries app = new Deliveries();
    int[] depth = new int[2];
    Executor direct =
        task -> {
          depth[1] = Math.max(depth[1], ++depth[0]);
          task.run();
          depth[0]--;
        };
    app.open(DeliverySettings.on(direct).buffer(100_000, 1L << 30));
    for (int i = 1; i <= 10_000; i++) {
      app.delivery.event(Deliveries.event(i, "" + i), "" + i);
    }
    app.delivery.drain();
    assertThat(app.heard).containsExactly(numbers(10_000));
    assertThat(depth[1]).isEqualTo(1);
  }

  @Test
  void oneThatRunsATaskTwiceDoesSoInVain() {
    Deliveries app = Deliveries.buffered(settings -> settings).brings("1");
    Runnable task = app.tasks.peek();
    app.runOne();
    app.brings("2");
    task.run();
    assertThat(app.heard).containsExactly("1");
    app.run();
    assertThat(app.heard).containsExactly("1", "2");
  }

  @Test
  void oneThatRejectsEndsItOnAReadersThread() {
    Deliveries app = new Deliveries();
    app.open(
        DeliverySettings.on(
            task -> {
              throw new RejectedExecutionException("shut down");
            }));
    app.notices("open").brings("1", "2");
    assertThat(app.heard).containsExactly("rejected: shut down");
    app.last();
    app.runReaders();
    assertThat(app.heard).containsExactly("rejected: shut down", "open", "closed");
    assertThat(app.at()).isEqualTo("0");
    assertThat(app.delivery.over().getCount()).isZero();
  }

  /** As a pool does that is shut down while a task of it runs. */
  @Test
  void oneThatRejectsFromThenOnHasItsEventsUntilThen() {
    Deliveries app = new Deliveries();
    int[] left = {1};
    app.open(
        DeliverySettings.on(
            task -> {
              if (left[0]-- == 0) {
                throw new RejectedExecutionException("shut down");
              }
              app.tasks.add(task);
            }));
    app.brings(numbers(100)).run();
    assertThat(app.heard).hasSize(Pump.BATCH + 1).endsWith("64", "rejected: shut down");
    app.brings("101").last();
    app.runReaders();
    assertThat(app.heard).hasSize(Pump.BATCH + 2).endsWith("rejected: shut down", "closed");
    assertThat(app.at()).isEqualTo("64");
  }

  @Test
  void oneThatRunsATaskAndThrowsHasRunIt() {
    Deliveries app = new Deliveries();
    app.open(
        DeliverySettings.on(
            task -> {
              task.run();
              throw new IllegalStateException("after all");
            }));
    app.brings("1", "2");
    assertThat(app.heard).containsExactly("1", "2");
  }

  @Test
  void nothingIsCalledOnceItIsStopped() {
    Deliveries app = Deliveries.buffered(settings -> settings).brings("1", "2");
    app.delivery.stop();
    app.brings("3").notices("open");
    app.run();
    assertThat(app.heard).isEmpty();
    assertThat(app.tasks).isEmpty();
    assertThat(app.at()).isEqualTo("0");
  }

  @Test
  void aListenerThatStopsItHearsNoMore() {
    Deliveries app = Deliveries.buffered(settings -> settings).brings("1");
    app.delivery.notice(to -> app.delivery.stop());
    app.delivery.drain();
    app.brings("2").run();
    assertThat(app.heard).containsExactly("1");
    assertThat(app.tasks).isEmpty();
  }

  @Test
  void aCallbackKnowsThatItIsOne() {
    Deliveries app = Deliveries.buffered(settings -> settings);
    boolean[] inside = new boolean[1];
    app.delivery.notice(to -> inside[0] = app.delivery.isInCallback());
    app.delivery.drain();
    app.run();
    assertThat(inside[0]).isTrue();
    assertThat(app.delivery.isInCallback()).isFalse();
  }
}
