package dev.holdfast.internal.connection;

import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.session.Outbox;
import org.jspecify.annotations.Nullable;

/** The one timer of what sends. Confined to the stream's serial context. */
final class SendTimer {
  private final Environment env;
  private final Runnable task;
  private Timers.@Nullable Timer timer;
  private long at;

  /**
   * @param task is run on the control thread, perhaps earlier than asked for
   */
  SendTimer(Environment env, Runnable task) {
    this.env = env;
    this.task = task;
  }

  /** Has the task run after this time, or sooner; {@link Outbox#NEVER} for not at all. */
  void set(long now, long nanos) {
    if (nanos == Outbox.NEVER) {
      cancel();
    } else if (timer == null || now + nanos - at < 0) {
      cancel();
      at = now + nanos;
      timer = env.timers.schedule(nanos, task);
    }
  }

  /** The task runs, in the serial context now. */
  void fired() {
    timer = null;
  }

  void cancel() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
