package dev.holdfast;

import org.jspecify.annotations.Nullable;

/**
 * Receives what happens to a stream. Only {@link #onEvent} must be written, so a lambda will do.
 *
 * <p>Callbacks of one stream never overlap, and come in the order in which things happened. By
 * default they run on a thread of the client's reader executor: while a callback runs, that stream
 * reads no further, and TCP slows the server down. {@link DeliverySettings} may name an executor of
 * the app, and a buffer before it. Other streams go on. Blocking is allowed; so is calling any
 * method of the {@link Subscription} (but {@code awaitClosed}, which would wait for itself) or the
 * {@link StreamClient}, {@link Subscription#cancel()} included. The thread is never interrupted by
 * Holdfast.
 *
 * <p>Once {@link Subscription#cancel()} or {@link StreamClient#close()} has returned, no further
 * callback starts: not even {@link #onClosed}.
 */
@FunctionalInterface
public interface StreamListener {

  /**
   * An event arrived. When this returns, the event counts as processed and {@link
   * Subscription#lastEventId()} moves past it; with {@link DeliverySettings#manualAck}, when it is
   * {@linkplain StreamEvent#ack() acknowledged}.
   *
   * @param event the event
   * @throws Exception if the event could not be processed; {@link ListenerFailurePolicy} says what
   *     follows
   */
  void onEvent(StreamEvent event) throws Exception;

  /**
   * A server accepted the request. Called for the first connection and for every one that replaces
   * it.
   *
   * @param connection what was opened
   */
  default void onOpen(ConnectionInfo connection) {}

  /**
   * A connection failed or ended, and another attempt will follow.
   *
   * @param retry why, and when
   */
  default void onRetry(RetryInfo retry) {}

  /**
   * An attempt to connect is over: it failed, broke, or was given up for another. The report says
   * what it showed about its transport, and what follows.
   *
   * @param report what it did
   */
  default void onAttemptEnded(AttemptReport report) {}

  /**
   * Events were lost, or may have been, between the events before and after this call.
   *
   * @param gap what is known about it
   */
  default void onGap(Gap gap) {}

  /**
   * Events were dropped, just before what is delivered next, as the {@link OverflowPolicy} says of
   * an app that is slower than the server. They count as processed.
   *
   * @param dropped how many, and from where to where
   */
  default void onDropped(DroppedEvents dropped) {}

  /**
   * {@link #onEvent} threw, and the event will not be offered again.
   *
   * @param event the event
   * @param failure what it threw
   */
  default void onEventFailed(StreamEvent event, Throwable failure) {}

  /**
   * The position could not be saved in the stream's {@link CursorStore}. Told when that begins to
   * fail, and if the last save before {@link #onClosed} does; the stream goes on, and it is tried
   * again: at the next save, or after a second. Where {@link DeliverySettings} name an executor or
   * acknowledgements, the last save does not come before {@code onClosed}, and is only logged if it
   * fails.
   *
   * @param failure what the store threw is its cause; its reason is {@link
   *     StreamException.Reason#CURSOR_STORE}
   */
  default void onCursorNotSaved(StreamException failure) {}

  /**
   * The state changed. {@link ConnectionState#WAITING} with a cause means that the stream backs off
   * after it; without one, that it waits for something else, which {@link Diagnostics#heldBy}
   * tells.
   *
   * @param state the new state
   * @param cause what led to it, or null where nothing failed
   */
  default void onStateChange(ConnectionState state, @Nullable StreamException cause) {}

  /**
   * The stream is over: the server ended it, or no retry can mend it. The last callback of a
   * stream; it is not called when the app itself cancels.
   *
   * @param cause what went wrong, or null if the server ended the stream in good order
   */
  default void onClosed(@Nullable StreamException cause) {}
}
