package dev.holdfast.internal.session;

import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a connection brought: an event, a cursor that moved without one, or the server's word that
 * events are lost. Immutable.
 */
public final class Arrival {
  private final @Nullable StreamEvent event;
  private final @Nullable String cursor;

  private final Gap.@Nullable Certainty gap;
  private final @Nullable String gapEnd;

  private Arrival(
      @Nullable StreamEvent event,
      @Nullable String cursor,
      Gap.@Nullable Certainty gap,
      @Nullable String gapEnd) {
    this.event = event;
    this.cursor = cursor;
    this.gap = gap;
    this.gapEnd = gapEnd;
  }

  public static Arrival event(StreamEvent event) {
    return new Arrival(event, event.lastEventId(), null, null);
  }

  public static Arrival cursor(@Nullable String cursor) {
    return new Arrival(null, cursor, null, null);
  }

  /** The server says that events between these positions are lost. */
  public static Arrival gap(@Nullable String from, @Nullable String to) {
    return new Arrival(null, from, Gap.Certainty.PROVEN, to);
  }

  /** The server says that it did not resume: events between these positions may be lost. */
  public static Arrival possibleGap(@Nullable String from, @Nullable String to) {
    return new Arrival(null, from, Gap.Certainty.POSSIBLE, to);
  }

  /** Whether it says that events are lost, or may be, from {@link #cursor} to {@link #gapEnd}. */
  boolean isGap() {
    return gap != null;
  }

  /** How sure the server is; null if it does not speak of a loss. */
  Gap.@Nullable Certainty certainty() {
    return gap;
  }

  @Nullable String gapEnd() {
    return gapEnd;
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
