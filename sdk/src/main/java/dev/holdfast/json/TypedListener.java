package dev.holdfast.json;

import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.StreamEvent;

/**
 * Hears of events as objects. {@link JsonEvents} makes a listener of a stream of it. What {@link
 * dev.holdfast.StreamListener} says of threads and order holds for it.
 *
 * @param <T> what the payload is read as
 */
@FunctionalInterface
public interface TypedListener<T> {

  /**
   * An event arrived, and its payload was read. When this returns, the event counts as processed.
   *
   * @param value the payload
   * @param event the event that carried it
   * @throws Exception if the event could not be processed; {@link ListenerFailurePolicy} says what
   *     follows
   */
  void onEvent(T value, StreamEvent event) throws Exception;
}
