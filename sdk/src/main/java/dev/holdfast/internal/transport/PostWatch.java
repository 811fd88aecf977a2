package dev.holdfast.internal.transport;

import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Timers;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a POST may make no progress. A large body on a slow line takes its time, and is not late
 * while it goes out. Safe for use from any thread.
 */
final class PostWatch {
  /** How long a reader whose call was cancelled may take to come back before it counts as stuck. */
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Environment env;
  private final long limitNanos;
  private final Runnable onLate;
  private final Runnable onStuck;

  /** Written by the reader. */
  private volatile long movedAt;

  // Guarded by this.
  private Timers.@Nullable Timer timer;
  private boolean late;
  private boolean over;

  /**
   * @param onLate frees the request; on the control thread
   * @param onStuck is told if its reader does not come back all the same
   */
  PostWatch(Environment env, long limitNanos, Runnable onLate, Runnable onStuck) {
    this.env = env;
    this.limitNanos = limitNanos;
    this.onLate = onLate;
    this.onStuck = onStuck;
    this.movedAt = env.clock.nanoTime();
  }

  void start() {
    await(limitNanos, this::look);
  }

  /** It has a connection, or some of its body has gone out. */
  void moved() {
    movedAt = env.clock.nanoTime();
  }

  private synchronized void await(long nanos, Runnable then) {
    if (!over) {
      timer = env.timers.schedule(nanos, then);
    }
  }

  private void look() {
    long left = limitNanos - (env.clock.nanoTime() - movedAt);
    if (left > 0) {
      await(left, this::look);
      return;
    }
    synchronized (this) {
      if (over) {
        return;
      }
      late = true;
    }
    onLate.run();
    await(STUCK_NANOS, onStuck);
  }

  /** Whether it was given up. */
  synchronized boolean isLate() {
    return late;
  }

  /** It is over. Returns whether it was not before. */
  synchronized boolean end() {
    if (over) {
      return false;
    }
    over = true;
    if (timer != null) {
      timer.cancel();
    }
    return true;
  }
}
