package dev.holdfast.internal.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
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

  /**
   * Runs the task now, or lets the thread that is running tasks run it; returns without waiting.
   */
  public void execute(Runnable task) {
    queue.add(new Task(task));
    drain();
  }

  /**
   * As {@link #execute}, but returns only once the task has run.
   *
   * @throws IllegalStateException if called from inside, where that can never happen
   */
  public void run(Runnable task) {
    if (runner.get() == Thread.currentThread()) {
      throw new IllegalStateException("already in the serial context");
    }
    Task entry = new Task(task);
    entry.waiter = Thread.currentThread();
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
    Thread self = Thread.currentThread();
    do {
      if (!runner.compareAndSet(null, self)) {
        return;
      }
      try {
        Task task;
        while ((task = queue.poll()) != null) {
          task.run();
        }
      } finally {
        runner.set(null);
      }
      // A task may have come between the last poll and giving up the role of the runner.
    } while (!queue.isEmpty());
  }

  private static final class Task {
    private final Runnable body;
    volatile boolean done;

    /** Set before the task is queued, never after; the queue publishes it. */
    @Nullable Thread waiter;

    Task(Runnable body) {
      this.body = body;
    }

    void run() {
      try {
        body.run();
      } finally {
        done = true;
        if (waiter != null && waiter != Thread.currentThread()) {
          LockSupport.unpark(waiter);
        }
      }
    }
  }
}
