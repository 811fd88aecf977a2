package dev.holdfast.internal.delivery;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does some work on an executor of the app, one task after the other, whatever that executor is
 * like. Whoever begins must know that no task is there; what follows a task has its turn.
 */
final class Shifts {
  private final BooleanSupplier work;
  private final Consumer<Throwable> onRefused;
  private volatile Executor executor;

  /**
   * @param work does some of it, and says whether there is more
   * @param onRefused follows, in place of a task, when the executor takes none; it begins no other
   */
  Shifts(Executor executor, BooleanSupplier work, Consumer<Throwable> onRefused) {
    this.executor = executor;
    this.work = work;
    this.onRefused = onRefused;
  }

  /** Has later tasks run elsewhere. */
  void moveTo(Executor other) {
    executor = other;
  }

  /** Hands in a task; again and again, where the executor runs it at once. */
  void begin() {
    Task task;
    do {
      task = new Task(Thread.currentThread());
      try {
        executor.execute(task);
      } catch (RuntimeException | Error refusal) {
        if (task.taken.compareAndSet(false, true)) {
          onRefused.accept(refusal);
          return;
        }
      }
      task.submitter = null;
    } while (task.again);
  }

  /** One task in the executor; what that does with it a second time is nothing. */
  private final class Task implements Runnable {
    final AtomicBoolean taken = new AtomicBoolean();

    /** The thread that is handing it in, until it has. */
    volatile @Nullable Thread submitter;

    /** Of the submitter: it was run at once, and another is to follow. */
    boolean again;

    Task(Thread submitter) {
      this.submitter = submitter;
    }

    @Override
    public void run() {
      if (!taken.compareAndSet(false, true) || !work.getAsBoolean()) {
        return;
      }
      if (submitter == Thread.currentThread()) {
        // In the middle of begin(): to hand in another one from here would go ever deeper.
        again = true;
      } else {
        begin();
      }
    }
  }
}
