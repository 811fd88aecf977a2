package dev.holdfast.cli;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a run ended: set once, by whatever comes first. Thread-safe. */
final class Verdict {
  private final CountDownLatch reached = new CountDownLatch(1);

  /** Guarded by this. */
  private @Nullable Ending ending;

  /** Sets the ending, unless there is one. */
  synchronized void reach(Ending first) {
    if (ending == null) {
      ending = first;
      reached.countDown();
    }
  }

  boolean isReached() {
    return reached.getCount() == 0;
  }

  /** Waits for the ending. No more time, and an interrupt of this thread, are endings too. */
  Ending await(@Nullable Duration time) {
    try {
      if (time == null) {
        reached.await();
      } else if (!reached.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        reach(Ending.TIME_UP);
      }
    } catch (InterruptedException e) {
      reach(Ending.INTERRUPTED);
    }
    return ending();
  }

  private synchronized Ending ending() {
    return Objects.requireNonNull(ending);
  }
}
