package dev.holdfast.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Where a stream is: its accepted cursor, and the anchor that an anchored open asks from; of each
 * also the place in the history at which a server that is asked from there begins. Confined to the
 * stream's serial context.
 *
 * <p>The anchor is the cursor before the last event that changed it. An honest server that is asked
 * from there must first send that event again.
 */
final class Position {
  private @Nullable String cursor;
  private long afterCursor;
  private @Nullable String anchor;
  private long afterAnchor;
  private boolean setApart;

  Position(@Nullable String cursor) {
    this.cursor = cursor;
  }

  /** Sets where the stream is, before it has begun. */
  void startAt(@Nullable String start) {
    cursor = start;
  }

  @Nullable String cursor() {
    return cursor;
  }

  /** The place of the first event after the cursor. */
  long afterCursor() {
    return afterCursor;
  }

  /** The cursor before the last event that changed it; null while there was no such event. */
  @Nullable String anchor() {
    return anchor;
  }

  /** The place of the first event after the anchor. */
  long afterAnchor() {
    return afterAnchor;
  }

  /**
   * An event was accepted.
   *
   * @param id the event's own identifier
   * @param cursorAfter the cursor after it
   * @param place its place in the history
   */
  void event(@Nullable String id, @Nullable String cursorAfter, long place) {
    if (id == null) {
      return;
    }
    setApart = false;
    if (!id.equals(cursor)) {
      anchor = cursor;
      afterAnchor = afterCursor;
    }
    to(cursorAfter, place + 1);
  }

  /**
   * The cursor moved without an event. What it was anchored to is still the last event.
   *
   * @param nextPlace the place of the next event
   */
  void move(@Nullable String cursorAfter, long nextPlace) {
    setApart = cursorAfter != null && (setApart || !cursorAfter.equals(cursor));
    to(cursorAfter, nextPlace);
  }

  /** Whether the server set the cursor apart from its events, so that it means a place. */
  boolean isSetApart() {
    return setApart;
  }

  private void to(@Nullable String cursorAfter, long nextPlace) {
    cursor = cursorAfter;
    afterCursor = nextPlace;
    if (cursorAfter == null) {
      anchor = null;
    }
  }
}
