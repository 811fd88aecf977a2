package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SocketThreadsTest {
  private final List<Runnable> taken = new ArrayList<>();
  private final SocketThreads threads = new SocketThreads(taken::add);

  @Test
  void runsOnTheReadersThreads() {
    List<String> done = new ArrayList<>();
    threads.execute(() -> done.add("a"));
    assertThat(done).isEmpty();
    taken.get(0).run();
    assertThat(done).containsExactly("a");
  }

  @Test
  void theReadersAreNotItsToShutDown() {
    threads.shutdown();
    assertThat(threads.shutdownNow()).isEmpty();
    assertThat(threads.isShutdown()).isFalse();
    assertThat(threads.isTerminated()).isFalse();
    assertThat(threads.awaitTermination(1, TimeUnit.HOURS)).isFalse();
    threads.execute(() -> {});
    assertThat(taken).hasSize(1);
  }

  @Test
  void whatOkHttpHasToldAlreadyBringsNoThreadDown() {
    threads.execute(
        () -> {
          throw new IllegalStateException("an interceptor's");
        });
    taken.get(0).run();
    threads.execute(
        () -> {
          throw new AssertionError("an interceptor's, too");
        });
    taken.get(1).run();
  }

  @Test
  void whatTheExecutorDoesNotTakeIsTold() {
    SocketThreads full =
        new SocketThreads(
            task -> {
              throw new RejectedExecutionException("full");
            });
    assertThatThrownBy(() -> full.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }
}
