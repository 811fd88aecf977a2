package dev.holdfast.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialContextTest {
  private final List<Throwable> failures = new ArrayList<>();
  private final SerialContext context = new SerialContext(failures::add);

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
    assertThat(failures).isEmpty();
    assertThatThrownBy(context::checkInside).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void runFromInsideFailsInsteadOfWaitingForItself() {
    context.execute(() -> context.run(() -> {}));
    assertThat(failures).hasSize(1).first().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTaskThatThrowsIsToldOfAndTheNextOnesRun() {
    List<String> order = new ArrayList<>();
    IllegalArgumentException failure = new IllegalArgumentException("task");
    context.execute(
        () -> {
          context.execute(() -> order.add("next"));
          throw failure;
        });
    context.run(
        () -> {
          throw failure;
        });
    context.run(() -> order.add("last"));
    assertThat(order).containsExactly("next", "last");
    assertThat(failures).containsExactly(failure, failure);
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
