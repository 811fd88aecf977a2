package dev.holdfast.internal.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other, in the order in which they were handed in, on the threads that
 * hand them in: whoever finds it idle runs what is there. It owns no thread. What only its tasks
 * touch needs no lock.
 *
 * <p>A task must be short, must not block and must not call the app.
 */
public final class SerialContext {
  private final Queue<Task> queue = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
  private final Consumer<Throwable> onFailure;

  /**
   * @param onFailure is told, inside the context, what a task threw; the tasks after it run
   */
  public SerialContext(Consumer<Throwable> onFailure) {
    this.onFailure = onFailure;
  }

  /**
   * Runs the task now, or lets the thread that is running tasks run it; returns without waiting.
   */
  public void execute(Runnable task) {
    queue.add(new Task(task, null));
    drain();
  }

  /**
   * As {@link #execute}, but returns only once the task has run.
   *
   * @throws IllegalStateException if called from inside, where that can never happen
   */
  public void run(Runnable task) {
    Thread self = Thread.currentThread();
    if (runner.compareAndSet(null, self)) {
      // Idle, as it nearly always is for a reader: no need to queue.
      runQueued();
      runOne(task);
      runQueued();
      runner.set(null);
      drain();
      return;
    }
    if (runner.get() == self) {
      throw new IllegalStateException("already in the serial context");
    }
    Task entry = new Task(task, self);
    queue.add(entry);
    drain();
    while (!entry.done) {
      LockSupport.park(this);
    }
  }

  /** Fails unless the calling thread is running a task of this context. */
  public void checkInside() {
    if (runner.get() != Thread.currentThread()) {
      throw new IllegalStateException("not in the serial context");
    }
  }

  private void drain() {
    // A task may come between the last poll and giving up the role of the runner.
    while (!queue.isEmpty() && runner.compareAndSet(null, Thread.currentThread())) {
      runQueued();
      runner.set(null);
    }
  }

  private void runQueued() {
    Task task;
    while ((task = queue.poll()) != null) {
      runOne(task.body);
      task.done = true;
      LockSupport.unpark(task.waiter);
    }
  }

  private void runOne(Runnable body) {
    try {
      body.run();
    } catch (Throwable failure) {
      try {
        onFailure.accept(failure);
      } catch (Throwable again) {
        // Nothing is left to tell; the context must go on all the same.
        failure.addSuppressed(again);
      }
    }
  }

  private static final class Task {
    final Runnable body;
    final @Nullable Thread waiter;
    volatile boolean done;

    Task(Runnable body, @Nullable Thread waiter) {
      this.body = body;
      this.waiter = waiter;
    }
  }
}
