package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An app's executor may take the app's locks, and whoever acknowledges may hold them. */
@Timeout(60)
class AckUnderLocksTest extends SocketTest {
  private final ReentrantLock appLock = new ReentrantLock();
  private final AtomicReference<@Nullable Thread> acknowledger = new AtomicReference<>();
  private final CountDownLatch inExecute = new CountDownLatch(1);
  private final CountDownLatch waitsInVain = new CountDownLatch(1);

  /** It queues its tasks under a lock, which is watched in one thread only. */
  private final Executor locking =
      task -> {
        if (Thread.currentThread() == acknowledger.get()) {
          inExecute.countDown();
          lockAndUnlock();
        }
        readers.execute(task);
      };

  private void lockAndUnlock() {
    try {
      if (appLock.tryLock(5, TimeUnit.SECONDS)) {
        appLock.unlock();
      } else {
        waitsInVain.countDown();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anAcknowledgementHoldsNoLockWhileItHandsInATask() throws Exception {
    CursorStore store = CursorStore.inMemory();
    log.publish("1");
    log.publish("2");
    try (StreamClient own = StreamClient.builder().readerExecutor(locking).build()) {
      Subscription stream =
          own.subscribe(
              request()
                  .delivery(DeliverySettings.inline().manualAck(10))
                  .cursorStore(store, "s", CursorSaving.every(1))
                  .build(),
              recorder);
      StreamEvent first = recorder.next(StreamEvent.class);
      StreamEvent second = recorder.next(StreamEvent.class);
      Thread other = new Thread(first::ack, "acknowledger");
      other.setDaemon(true);
      acknowledger.set(other);
      appLock.lock();
      try {
        other.start();
        assertThat(inExecute.await(10, TimeUnit.SECONDS)).as("it hands in a save").isTrue();
        second.ack();
      } finally {
        appLock.unlock();
      }
      other.join(10_000);
      assertThat(waitsInVain.getCount()).as("waits for a lock whose owner waits").isEqualTo(1);
      assertThat(stream.lastEventId()).isEqualTo("2");
      Await.until("saved", () -> "2".equals(load(store)));
    }
  }

  private static @Nullable String load(CursorStore store) {
    try {
      return store.load("s");
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
