package dev.holdfast.internal.session;

import dev.holdfast.StreamEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a connection brought: an event, or a cursor that moved without one. Immutable. */
public final class Arrival {
  private final @Nullable StreamEvent event;
  private final @Nullable String cursor;

  private Arrival(@Nullable StreamEvent event, @Nullable String cursor) {
    this.event = event;
    this.cursor = cursor;
  }

  public static Arrival event(StreamEvent event) {
    return new Arrival(event, event.lastEventId());
  }

  public static Arrival cursor(@Nullable String cursor) {
    return new Arrival(null, cursor);
  }

  public @Nullable StreamEvent event() {
    return event;
  }

  /** The stream's cursor after it. */
  public @Nullable String cursor() {
    return cursor;
  }

  /**
   * The same event at the stream's own position. They differ for an event without an identifier on
   * a connection that was asked from elsewhere: it keeps that connection's position, not ours.
   */
  Arrival at(@Nullable String position) {
    if (event == null || Objects.equals(position, cursor)) {
      return this;
    }
    return event(event.withLastEventId(position));
  }
}
