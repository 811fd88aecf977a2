package dev.holdfast.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialContextTest {
  private final SerialContext context = new SerialContext();

  @Test
  void aTaskHandedInByATaskRunsAfterIt() {
    List<String> order = new ArrayList<>();
    context.execute(
        () -> {
          context.execute(() -> order.add("second"));
          order.add("first");
        });
    assertThat(order).containsExactly("first", "second");
  }

  @Test
  void knowsWhetherItsCallerIsInside() {
    assertThatThrownBy(context::checkInside).isInstanceOf(IllegalStateException.class);
    context.execute(context::checkInside);
    assertThatThrownBy(context::checkInside).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void runFromInsideFailsInsteadOfWaitingForItself() {
    context.execute(
        () ->
            assertThatThrownBy(() -> context.run(() -> {}))
                .isInstanceOf(IllegalStateException.class));
  }

  @Test
  void aTaskThatThrowsLeavesTheContextUsable() {
    assertThatThrownBy(
            () ->
                context.execute(
                    () -> {
                      throw new IllegalArgumentException("task");
                    }))
        .hasMessage("task");
    List<String> order = new ArrayList<>();
    context.run(() -> order.add("next"));
    assertThat(order).containsExactly("next");
  }

  @Test
  void tasksOfManyThreadsNeverOverlapAndEachThreadsKeepTheirOrder() throws Exception {
    int threads = 8;
    int each = 20_000;
    int[] unguarded = new int[1];
    int[] lastOf = new int[threads];
    boolean[] disorder = new boolean[1];
    CountDownLatch done = new CountDownLatch(threads);
    for (int t = 0; t < threads; t++) {
      int thread = t;
      new Thread(
              () -> {
                for (int i = 1; i <= each; i++) {
                  int number = i;
                  Runnable task =
                      () -> {
                        unguarded[0]++;
                        disorder[0] |= lastOf[thread] != number - 1;
                        lastOf[thread] = number;
                      };
                  if (i % 3 == 0) {
                    context.run(task);
                  } else {
                    context.execute(task);
                  }
                }
                done.countDown();
              })
          .start();
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    int[] seen = new int[1];
    context.run(() -> seen[0] = unguarded[0]);
    assertThat(seen[0]).isEqualTo(threads * each);
    assertThat(disorder[0]).isFalse();
  }

  @Test
  void runReturnsOnlyOnceTheTaskHasRunOnWhateverThread() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    Thread busy =
        new Thread(
            () ->
                context.execute(
                    () -> {
                      inside.countDown();
                      await(letGo);
                    }));
    busy.start();
    await(inside);
    boolean[] ran = new boolean[1];
    Thread waiter = new Thread(() -> context.run(() -> ran[0] = true));
    waiter.start();
    waiter.join(50);
    assertThat(waiter.isAlive()).isTrue();
    letGo.countDown();
    waiter.join(5_000);
    assertThat(waiter.isAlive()).isFalse();
    assertThat(ran[0]).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
