package dev.holdfast.internal.transport;

import dev.holdfast.internal.loop.Timers;
import org.jspecify.annotations.Nullable;

/**
 * What a poll loop is doing. Each poll and each pause is a turn of its own, told apart by identity:
 * a timer that comes late finds that its turn is over, and does not end the next one.
 */
final class Turn {
  /** The kinds of turns. */
  enum Kind {
    /** Waits for a thread. */
    QUEUED,
    /** A reader is with the server or in the dialect. It may get stuck there. */
    ASKING,
    /** A reader is with the sink, which may be slow. */
    TELLING,
    /** Waits for its time, without a thread. */
    PAUSED,
    /** The sink has heard the last. */
    OVER
  }

  final Kind kind;
  final @Nullable Poll poll;

  private Timers.@Nullable Timer timer;
  private boolean left;

  Turn(Kind kind) {
    this(kind, null);
  }

  Turn(Kind kind, @Nullable Poll poll) {
    this.kind = kind;
    this.poll = poll;
  }

  /** What is to happen if the turn is not left before; in place of what was to happen so far. */
  synchronized void otherwise(Timers.Timer next) {
    if (timer != null) {
      timer.cancel();
    }
    timer = next;
    if (left) {
      next.cancel();
    }
  }

  /** The turn is over: nothing happens any more. */
  synchronized void leave() {
    left = true;
    if (timer != null) {
      timer.cancel();
    }
  }
}
