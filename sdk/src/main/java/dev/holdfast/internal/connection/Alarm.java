package dev.holdfast.internal.connection;

import dev.holdfast.internal.loop.Timers;
import org.jspecify.annotations.Nullable;

/**
 * One timer of a stream, set as often as need be. Once it is cancelled or set anew, what it was set
 * for does not happen, even if its time had come. Confined to the stream's serial context.
 */
final class Alarm {
  private final Supervisor supervisor;
  private final Timers timers;
  private final Runnable task;
  private Timers.@Nullable Timer timer;
  private int number;

  /**
   * @param task runs in the serial context, where the alarm is not set any more
   */
  Alarm(Supervisor supervisor, Timers timers, Runnable task) {
    this.supervisor = supervisor;
    this.timers = timers;
    this.task = task;
  }

  boolean isSet() {
    return timer != null;
  }

  void set(long nanos) {
    cancel();
    int mine = ++number;
    timer = timers.schedule(nanos, () -> supervisor.fromControl(() -> ring(mine)));
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void ring(int set) {
    if (timer != null && set == number) {
      timer = null;
      task.run();
    }
  }
}
