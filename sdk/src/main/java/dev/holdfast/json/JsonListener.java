package dev.holdfast.json;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import dev.holdfast.AttemptReport;
import dev.holdfast.ChannelListener;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.DroppedEvents;
import dev.holdfast.EventDecodingException;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A listener that hands on events as objects, by their type; see {@link JsonEvents}. What it is
 * made of does not change: each method returns another listener, with a count of its own.
 *
 * <p>An event whose type nobody asked for is told to {@link #rest}, as it came. Without one it is
 * ignored, as a browser does, and counts as processed, also where the app acknowledges.
 */
public final class JsonListener implements ChannelListener {
  private final JsonEvents json;
  private final Map<String, Route<?>> routes;
  private final @Nullable Route<?> others;
  private final StreamListener rest;
  private final AtomicLong failures = new AtomicLong();

  JsonListener(
      JsonEvents json,
      Map<String, Route<?>> routes,
      @Nullable Route<?> others,
      StreamListener rest) {
    this.json = json;
    this.routes = routes;
    this.others = others;
    this.rest = rest;
  }

  /**
   * Returns a listener that also hears of events of a type.
   *
   * @param type the events' {@linkplain StreamEvent#type() type}; {@code message} where the server
   *     names none
   * @param payload what their payload is read as
   * @param listener receives them
   * @throws IllegalArgumentException if somebody hears of that type already, or there are schemas,
   *     but none for it
   */
  public <T> JsonListener on(String type, Class<T> payload, TypedListener<? super T> listener) {
    return on(type, json.type(payload), listener);
  }

  /** As {@link #on(String, Class, TypedListener)}, for a type with parameters. */
  public <T> JsonListener on(
      String type, TypeReference<T> payload, TypedListener<? super T> listener) {
    return on(type, json.type(payload), listener);
  }

  private <T> JsonListener on(String type, JavaType payload, TypedListener<? super T> listener) {
    json.checkSchema(Objects.requireNonNull(type, "type"));
    Map<String, Route<?>> more = new HashMap<>(routes);
    if (more.put(type, new Route<T>(payload, listener)) != null) {
      throw new IllegalArgumentException("two listeners for events of type \"" + type + "\"");
    }
    return new JsonListener(json, Collections.unmodifiableMap(more), others, rest);
  }

  /**
   * Returns a listener that tells all other callbacks to another, and events whose type nobody
   * asked for.
   *
   * @param rest hears of them, in place of one set before
   */
  public JsonListener rest(StreamListener rest) {
    return new JsonListener(json, routes, others, Objects.requireNonNull(rest, "rest"));
  }

  /** Returns how many events could not be used, whatever the policy. From any thread. */
  public long failures() {
    return failures.get();
  }

  /**
   * Reads the event and hands it on.
   *
   * @throws EventDecodingException if it cannot be used, with the policy that says what follows
   */
  @Override
  public void onEvent(StreamEvent event) throws Exception {
    Route<?> route = routes.getOrDefault(event.type(), others);
    if (route == null) {
      rest.onEvent(event);
    } else {
      hear(route, event);
    }
  }

  private <T> void hear(Route<T> route, StreamEvent event) throws Exception {
    T value;
    try {
      value = json.read(event, route.payload);
    } catch (EventDecodingException e) {
      failures.incrementAndGet();
      throw e.withPolicy(json.onFailure());
    }
    route.listener.onEvent(value, event);
  }

  @Override
  public void onOpen(ConnectionInfo connection) {
    rest.onOpen(connection);
  }

  @Override
  public void onRetry(RetryInfo retry) {
    rest.onRetry(retry);
  }

  @Override
  public void onAttemptEnded(AttemptReport report) {
    rest.onAttemptEnded(report);
  }

  @Override
  public void onGap(Gap gap) {
    rest.onGap(gap);
  }

  @Override
  public void onEventFailed(StreamEvent event, Throwable failure) {
    rest.onEventFailed(event, failure);
  }

  @Override
  public void onDropped(DroppedEvents events) {
    rest.onDropped(events);
  }

  @Override
  public void onCursorNotSaved(StreamException cause) {
    rest.onCursorNotSaved(cause);
  }

  @Override
  public void onStateChange(ConnectionState state, @Nullable StreamException cause) {
    rest.onStateChange(state, cause);
  }

  @Override
  public void onClosed(@Nullable StreamException cause) {
    rest.onClosed(cause);
  }

  @Override
  public String toString() {
    return "JsonListener{" + routes.keySet() + (others == null ? "" : ", others") + "}";
  }

  /** Who hears of some events, and as what. */
  static final class Route<T> {
    final JavaType payload;
    final TypedListener<? super T> listener;

    Route(JavaType payload, TypedListener<? super T> listener) {
      this.payload = payload;
      this.listener = Objects.requireNonNull(listener, "listener");
    }
  }
}
