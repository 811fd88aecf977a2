package dev.holdfast.internal.delivery;

import org.jspecify.annotations.Nullable;

/**
 * How far the app has come: the processed cursor, which moves past an event once the app is done
 * with it and with all before it. Safe for use from any thread.
 */
final class Progress {
  private final int maxUnacknowledged;
  private final Moves onMoved;
  private volatile @Nullable String cursor;

  /** Guarded by this: the ends of a list of steps that are under way; the first is not done. */
  private @Nullable Step first;

  private @Nullable Step last;

  /** Written under this. */
  private volatile int unacknowledged;

  private volatile Runnable onRoom = () -> {};

  /** Hears of the cursor. */
  interface Moves {
    /** It is here, and has passed so many events or positions to get here. */
    void moved(@Nullable String cursor, int count);

    /** What follows from that; by no lock of this, as it may lead to an executor of the app. */
    default void followUp() {}
  }

  /** An event that the app has, or several things in a row that it is done with. */
  private static final class Step {
    @Nullable String cursor;
    boolean done;

    /** How many events, or positions, it stands for. */
    int count = 1;

    @Nullable Step before;
    @Nullable Step after;

    Step(@Nullable String cursor, boolean done) {
      this.cursor = cursor;
      this.done = done;
    }
  }

  /**
   * @param maxUnacknowledged how many events the app may have that it is not done with; 0 if it is
   *     done with each as its callback returns
   * @param onMoved is told where the cursor is, in order; where the app acknowledges, under a lock,
   *     so that nothing of the app's may be called by it
   */
  Progress(@Nullable String start, int maxUnacknowledged, Moves onMoved) {
    this.cursor = start;
    this.maxUnacknowledged = maxUnacknowledged;
    this.onMoved = onMoved;
  }

  /** Sets the cursor, before there is an event. */
  void startAt(@Nullable String start) {
    cursor = start;
  }

  @Nullable String cursor() {
    return cursor;
  }

  boolean isAcknowledged() {
    return maxUnacknowledged > 0;
  }

  /** Whether the app has as many events as it may. */
  boolean isFull() {
    return maxUnacknowledged > 0 && unacknowledged >= maxUnacknowledged;
  }

  /** Sets what follows, on the acknowledging thread, when the app may have another event. */
  void onRoom(Runnable task) {
    onRoom = task;
  }

  /** The app is done with what leads to this position, or is not to have it. */
  void passed(@Nullable String position) {
    if (maxUnacknowledged == 0) {
      moveTo(position, 1);
    } else if (!moves(position)) {
      return;
    }
    onMoved.followUp();
  }

  /** Returns whether the cursor has moved there, as nothing before it is under way. */
  private synchronized boolean moves(@Nullable String position) {
    if (last == null) {
      moveTo(position, 1);
      return true;
    }
    if (last.done) {
      last.cursor = position;
      last.count++;
    } else {
      append(new Step(position, true));
    }
    return false;
  }

  /** The app gets an event. Returns what says that it is done with it, once or more often. */
  synchronized Runnable begun(@Nullable String position) {
    Step step = new Step(position, false);
    append(step);
    unacknowledged++;
    return () -> done(step);
  }

  private void done(Step step) {
    boolean room;
    boolean moved;
    synchronized (this) {
      if (step.done) {
        return;
      }
      step.done = true;
      room = isFull();
      unacknowledged--;
      moved = step == first;
      if (moved) {
        forget(step);
        Step next = first;
        if (next != null && next.done) {
          forget(next);
          moveTo(next.cursor, step.count + next.count);
        } else {
          moveTo(step.cursor, step.count);
        }
      } else {
        // What is done in a row is one step, so that no more are kept than are not done.
        Step next = step.after;
        if (next != null && next.done) {
          step.cursor = next.cursor;
          step.count += next.count;
          forget(next);
        }
        Step before = step.before;
        if (before != null && before.done) {
          before.cursor = step.cursor;
          before.count += step.count;
          forget(step);
        }
      }
    }
    if (moved) {
      onMoved.followUp();
    }
    if (room) {
      onRoom.run();
    }
  }

  /** The one place where the processed cursor moves; in order. */
  private void moveTo(@Nullable String position, int count) {
    cursor = position;
    onMoved.moved(position, count);
  }

  private void append(Step step) {
    step.before = last;
    if (last == null) {
      first = step;
    } else {
      last.after = step;
    }
    last = step;
  }

  private void forget(Step step) {
    Step before = step.before;
    Step after = step.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    // An app may keep its event, and with that its step, for ever.
    step.before = null;
    step.after = null;
  }
}
