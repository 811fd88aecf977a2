package dev.holdfast.internal.connection;

import dev.holdfast.internal.delivery.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what waits for a slow app from growing: while its buffer is full, nothing is begun that
 * would add to it. Confined to the stream's serial context, but for {@link #caughtUp}.
 */
final class Backlog {
  private final Supervisor supervisor;
  private final Delivery delivery;

  /** What is to follow once there is room; written in the serial context, read by any thread. */
  private volatile @Nullable Runnable next;

  Backlog(Supervisor supervisor, Delivery delivery) {
    this.supervisor = supervisor;
    this.delivery = delivery;
  }

  /**
   * Whether there is no room. What is given here follows once there is, in place of what was given
   * before.
   */
  boolean isFull(Runnable onceThereIsRoom) {
    if (!delivery.isFull()) {
      return false;
    }
    next = onceThereIsRoom;
    // There may be room by now, and whoever made it saw nobody wait.
    supervisor.later(this::goOn);
    return true;
  }

  /** There is room again. From any thread. */
  void caughtUp() {
    if (next != null) {
      supervisor.fromControl(this::goOn);
    }
  }

  /** What the stream waits for, if it does. From any thread. */
  @Nullable String heldBy() {
    return next == null ? null : "the listener, for which as much waits as may";
  }

  private void goOn() {
    Runnable task = next;
    if (task != null && !delivery.isFull()) {
      next = null;
      task.run();
    }
  }
}
