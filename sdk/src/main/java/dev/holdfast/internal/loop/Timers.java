package dev.holdfast.internal.loop;

/**
 * Runs tasks later. They run on the control thread, so they must be short and must not block; a
 * stream's timer only puts a task into its serial context.
 */
public interface Timers {
  /** Runs the task once, {@code delayNanos} from now. After {@link #close} it is never run. */
  Timer schedule(long delayNanos, Runnable task);

  /** Drops all tasks and frees the thread. */
  void close();

  /** A task that waits for its time. */
  interface Timer {
    /** Drops the task, unless it has begun. */
    void cancel();
  }
}
