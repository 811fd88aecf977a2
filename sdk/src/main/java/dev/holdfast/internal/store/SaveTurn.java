package dev.holdfast.internal.store;

import dev.holdfast.internal.loop.Timers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One save that is under way or waited for: who takes the turn saves, and leaves it then. Safe for
 * use from any thread.
 */
final class SaveTurn {
  private final Timers timers;
  private final AtomicBoolean taken = new AtomicBoolean();

  /** What is waited for, if anything is: the turn is taken meanwhile. */
  private final AtomicReference<@Nullable Object> waiting = new AtomicReference<>();

  /** The latest. */
  private volatile Timers.@Nullable Timer timer;

  SaveTurn(Timers timers) {
    this.timers = timers;
  }

  /** Returns false if another has it. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /** For who has it. */
  void leave() {
    taken.set(false);
  }

  /** Does that after a time, unless {@link #stopWaiting} comes first. For who has the turn. */
  void waitFor(long nanos, Runnable save) {
    Object wait = new Object();
    waiting.set(wait);
    timer =
        timers.schedule(
            nanos,
            () -> {
              if (waiting.compareAndSet(wait, null)) {
                save.run();
              }
            });
  }

  /** Leaves the turn if it is only waited; returns whether it was. */
  boolean stopWaiting() {
    if (waiting.getAndSet(null) == null) {
      return false;
    }
    Timers.Timer latest = timer;
    if (latest != null) {
      latest.cancel();
    }
    leave();
    return true;
  }
}
