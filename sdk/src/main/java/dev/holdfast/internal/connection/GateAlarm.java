package dev.holdfast.internal.connection;

import dev.holdfast.internal.loop.Timers;
import org.jspecify.annotations.Nullable;

/** Wakes an origin's gate when the next of those that wait may go. Guarded by the gate's lock. */
final class GateAlarm {
  private final OriginGate gate;
  private final Runnable wake;
  private Timers.@Nullable Timer timer;
  private long timerAt;
  private int timers;

  /** {@code wake} runs on the control thread, under the lock. */
  GateAlarm(OriginGate gate, Runnable wake) {
    this.gate = gate;
    this.wake = wake;
  }

  void set(long at, long now) {
    if (timer != null && at - timerAt < 0) {
      off();
    }
    // One that comes too early looks again.
    if (timer == null) {
      timerAt = at;
      int number = ++timers;
      timer = gate.timers.schedule(Math.max(0, at - now), () -> ring(number));
    }
  }

  void off() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void ring(int number) {
    synchronized (gate.lock) {
      if (number == timers) {
        timer = null;
        wake.run();
      }
    }
  }
}
