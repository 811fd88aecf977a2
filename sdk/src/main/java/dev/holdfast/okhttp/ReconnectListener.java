package dev.holdfast.okhttp;

import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import okhttp3.Response;
import okhttp3.sse.EventSource;

/**
 * What {@code okhttp3.sse.EventSourceListener} has no callback for. A listener that implements this
 * interface besides is told; any other one hears nothing of reconnects, and a {@link Gap} is logged
 * as a warning.
 *
 * <p>These callbacks come in order with the others and never overlap them.
 */
public interface ReconnectListener {

  /**
   * A connection failed or ended, and another attempt will follow. Called before the first {@code
   * onOpen} too, where the server could not be reached.
   *
   * @param eventSource the stream
   * @param retry why, and when
   */
  default void onRetry(EventSource eventSource, RetryInfo retry) {}

  /**
   * A connection took the place of an earlier one.
   *
   * @param eventSource the stream
   * @param response its status and headers; the body cannot be read
   */
  default void onReconnected(EventSource eventSource, Response response) {}

  /**
   * Events were lost, or may have been, between the events before and after this call.
   *
   * @param eventSource the stream
   * @param gap what is known about it
   */
  default void onGap(EventSource eventSource, Gap gap) {}
}
