package dev.holdfast.internal.delivery;

import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where what was queued goes next, in order: to the listener, or to a buffer before it. One call at
 * a time, on a thread that may be in app code; those below from any thread.
 */
interface Stage {
  void event(StreamEvent event, @Nullable String cursor);

  /** The stream's position moved without an event. */
  void position(@Nullable String cursor);

  void callback(Consumer<StreamListener> callback);

  /** Sets where the stream begins, before anything else. */
  default void startAt(@Nullable String cursor) {}

  /** The last callback. */
  void last(Consumer<StreamListener> callback);

  // ---- From any thread.

  /** All that was queued has been handed over. On a thread that may be in app code. */
  default void flush() {}

  /** Whether nothing more is to be handed over for now. */
  default boolean isFull() {
    return false;
  }

  /** Waits while it is full, as long as the caller is to hand over more. */
  default void awaitRoom(BooleanSupplier wanted) {}

  /** Has those who wait for room look whether they still want it. */
  default void wake() {}

  /** How many events were dropped. */
  default long dropped() {
    return 0;
  }

  /** Nothing is delivered any more. */
  default void stop() {}

  /** Waits until no callback that came from here runs. */
  default void awaitCallback() {}

  /** Whether the calling thread is in a callback that came from here. */
  default boolean isInCallback() {
    return false;
  }
}
