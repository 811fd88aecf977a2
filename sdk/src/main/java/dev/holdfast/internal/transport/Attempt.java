package dev.holdfast.internal.transport;

import dev.holdfast.dialect.OutgoingMessage;
import org.jspecify.annotations.Nullable;

/** One session of a transport. It is opened once, and never again. */
public interface Attempt {
  /** The reader does not wait for the server. */
  long NOT_WAITING = Long.MIN_VALUE;

  /**
   * Since when the reader has been waiting for the server's next byte, on the monotonic clock; or
   * {@link #NOT_WAITING}: it is connecting, has not been answered to a poll, or its app is busy.
   * From any thread.
   */
  default long waitsSince() {
    return NOT_WAITING;
  }

  /** Why it waits for its turn; null if it does not. From any thread. */
  default @Nullable String heldBy() {
    return null;
  }

  /**
   * Starts what had to wait, now that its turn has come: with a request for what is wanted now.
   * Does nothing to one that never had to, or was cancelled meanwhile.
   */
  default void begin(AttemptSpec spec) {}

  /** If it waits for its turn, it is the next. */
  default void hurry() {}

  /** As {@link #cancel}, since it was not answered in time, or is taken to be dead. */
  default void giveUp() {
    cancel();
  }

  /**
   * Sends a message, once the sink's {@link AttemptSink#uplink() uplink} was told that it can. Does
   * not block. From any thread.
   */
  default void send(OutgoingMessage message) {
    throw new IllegalStateException("sends nothing");
  }

  /** How many bytes of messages its socket has not sent yet. From any thread. */
  default long unsentBytes() {
    return 0;
  }

  /** Frees its socket and lets its reader end. Prompt, idempotent, from any thread. */
  void cancel();
}
