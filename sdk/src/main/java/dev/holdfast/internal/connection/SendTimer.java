package dev.holdfast.internal.connection;

import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.session.Outbox;

/** The one timer of what sends. Confined to the stream's serial context. */
final class SendTimer {
  private final Alarm alarm;
  private long at;

  /**
   * @param task runs in the serial context, perhaps earlier than asked for
   */
  SendTimer(Supervisor supervisor, Timers timers, Runnable task) {
    this.alarm = new Alarm(supervisor, timers, task);
  }

  /** Has the task run after this time, or sooner; {@link Outbox#NEVER} for not at all. */
  void set(long now, long nanos) {
    if (nanos == Outbox.NEVER) {
      cancel();
    } else if (!alarm.isSet() || now + nanos - at < 0) {
      at = now + nanos;
      alarm.set(nanos);
    }
  }

  void cancel() {
    alarm.cancel();
  }
}
