package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InboxTest {
  private static final int ROOM = 10 * Inbox.ITEM_BYTES;

  private final dev.holdfast.internal.sim.World world = new dev.holdfast.internal.sim.World(1);
  private final Deque<Runnable> readers = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final List<Throwable> rejections = new ArrayList<>();
  private final Inbox inbox = inbox(readers::add);

  private Inbox inbox(Executor executor) {
    return new Inbox(executor, world, ROOM, rejections::add);
  }

  private void add(String name) {
    inbox.add(() -> done.add(name));
  }

  /** Without waiting. */
  private boolean put(int weight, String name) throws InterruptedException {
    return inbox.put(weight, () -> done.add(name), 0);
  }

  private void read() {
    readers.remove().run();
  }

  @Test
  void isEmptiedInOrderByOneReaderAtATime() throws Exception {
    assertThat(inbox.isIdle()).isTrue();
    add("a");
    put(1, "b");
    inbox.add(
        () -> {
          done.add("c");
          add("e");
        });
    put(1, "d");
    assertThat(readers).hasSize(1);
    assertThat(inbox.isIdle()).isFalse();
    read();
    assertThat(done).containsExactly("a", "b", "c", "d", "e");
    assertThat(inbox.isIdle()).isTrue();
    add("f");
    assertThat(readers).as("another one").hasSize(1);
    read();
    assertThat(done).endsWith("f");
  }

  @Test
  void whatWaitsIsBounded() throws Exception {
    int half = ROOM / 2 - Inbox.ITEM_BYTES;
    assertThat(put(half, "a")).isTrue();
    assertThat(put(half, "b")).isTrue();
    assertThat(put(0, "c")).as("no room").isFalse();
    add("whatever waits");
    read();
    assertThat(done).containsExactly("a", "b", "whatever waits");
    assertThat(put(half, "d")).isTrue();
  }

  @Test
  void messagesWithoutContentTakeRoomAsWell() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(put(0, "empty")).isTrue();
    }
    assertThat(put(0, "one more")).isFalse();
  }

  @Test
  void whatIsBeingReadStillTakesItsRoom() throws Exception {
    inbox.put(ROOM, () -> assertThat(putUnchecked(1)).isFalse(), 0);
    read();
    assertThat(put(1, "then")).isTrue();
  }

  private boolean putUnchecked(int weight) {
    try {
      return put(weight, "x");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void oneThatIsLargerThanTheBoundWaitsUntilItIsAlone() throws Exception {
    assertThat(put(1, "small")).isTrue();
    assertThat(put(Integer.MAX_VALUE, "large")).isFalse();
    read();
    assertThat(put(Integer.MAX_VALUE, "large")).isTrue();
    assertThat(put(1, "beside it")).isFalse();
    read();
    assertThat(done).containsExactly("small", "large");
    assertThat(put(1, "after it")).isTrue();
  }

  @Test
  void aWriterWaitsForRoomAndIsWokenByIt() throws Exception {
    put(ROOM, "a");
    CompletableFuture<Boolean> taken = putting();
    assertThat(taken).isNotDone();
    read();
    assertThat(taken.get(10, TimeUnit.SECONDS)).isTrue();
    read();
    assertThat(done).containsExactly("a", "b");
  }

  @Test
  void aWriterIsWokenWhenNothingIsTakenAnyMore() throws Exception {
    put(ROOM, "a");
    CompletableFuture<Boolean> taken = putting();
    inbox.endWith(() -> done.add("end"));
    assertThat(taken.get(10, TimeUnit.SECONDS)).as("not behind").isTrue();
    read();
    assertThat(done).containsExactly("end");
  }

  /** A writer that has begun to wait. */
  private CompletableFuture<Boolean> putting() throws InterruptedException {
    CompletableFuture<Boolean> taken = new CompletableFuture<>();
    Thread writer =
        new Thread(
            () -> {
              try {
                taken.complete(inbox.put(1, () -> done.add("b"), TimeUnit.HOURS.toNanos(1)));
              } catch (InterruptedException e) {
                taken.completeExceptionally(e);
              }
            });
    writer.setDaemon(true);
    writer.start();
    while (writer.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return taken;
  }

  @Test
  void closingLetsWhatWaitsBeReadAndTakesNothingMore() throws Exception {
    add("a");
    put(1, "b");
    inbox.close();
    add("late");
    assertThat(put(1, "late")).as("not behind").isTrue();
    inbox.endWith(() -> done.add("late"));
    assertThat(inbox.isClosed()).isTrue();
    read();
    assertThat(done).containsExactly("a", "b");
    assertThat(readers).isEmpty();
  }

  @Test
  void theLastTaskTakesThePlaceOfAllThatWaits() throws Exception {
    inbox.add(
        () -> {
          done.add("a");
          inbox.endWith(() -> done.add("end"));
          add("late");
        });
    put(1, "b");
    add("c");
    read();
    assertThat(done).containsExactly("a", "end");
    assertThat(inbox.isIdle()).isTrue();
  }

  @Test
  void theLastTaskIsReadWhereNothingWaited() {
    inbox.endWith(() -> done.add("end"));
    read();
    assertThat(done).containsExactly("end");
  }

  /** The app cancels in the moment in which the proof timeout is over. */
  @Test
  void ofTwoThatEndItAtOnceOneIsRead() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      List<Runnable> one = new ArrayList<>();
      Inbox ended = inbox(one::add);
      AtomicInteger ends = new AtomicInteger();
      ended.add(() -> {});
      CountDownLatch go = new CountDownLatch(1);
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(
              () -> {
                while (go.getCount() > 0) {
                  Thread.onSpinWait();
                }
                ended.endWith(ends::incrementAndGet);
              });
      go.countDown();
      ended.endWith(ends::incrementAndGet);
      other.get(10, TimeUnit.SECONDS);
      one.forEach(Runnable::run);
      assertThat(ends).as("round %s", round).hasValue(1);
    }
  }

  @Test
  void whereThereIsNoReaderItIsToldOnceAndAllIsOver() throws Exception {
    RejectedExecutionException full = new RejectedExecutionException("full");
    Inbox orphan =
        inbox(
            task -> {
              throw full;
            });
    orphan.add(() -> done.add("never"));
    orphan.add(() -> done.add("never"));
    assertThat(orphan.put(1, () -> done.add("never"), 0)).isTrue();
    orphan.endWith(() -> done.add("never"));
    assertThat(orphan.isClosed()).isTrue();
    assertThat(rejections).containsExactly(full);
    assertThat(done).isEmpty();
  }
}
