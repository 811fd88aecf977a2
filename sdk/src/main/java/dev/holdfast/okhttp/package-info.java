/**
 * A drop-in for okhttp-sse: an {@code okhttp3.sse.EventSourceListener} gets reconnect and resume by
 * changing the line that creates its factory. See {@link dev.holdfast.okhttp.HoldfastEventSources}.
 */
@NullMarked
package dev.holdfast.okhttp;

import org.jspecify.annotations.NullMarked;
