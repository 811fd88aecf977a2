package dev.holdfast.internal.session;

import org.jspecify.annotations.Nullable;

/**
 * Where a stream is: its accepted cursor, and the anchor that an anchored open asks from. Confined
 * to the stream's serial context.
 *
 * <p>The anchor is the cursor before the last event that changed it. An honest server that is asked
 * from there must first send that event again.
 */
final class Position {
  private @Nullable String cursor;
  private @Nullable String anchor;

  Position(@Nullable String cursor) {
    this.cursor = cursor;
  }

  @Nullable String cursor() {
    return cursor;
  }

  /** The cursor before the last event that changed it; null while there was no such event. */
  @Nullable String anchor() {
    return anchor;
  }

  /** An event was accepted, and the cursor after it is this one. */
  void event(@Nullable String id, @Nullable String cursorAfter) {
    if (id != null && !id.isEmpty() && !id.equals(cursor)) {
      anchor = cursor;
    }
    move(cursorAfter);
  }

  /** The cursor moved without an event. What it was anchored to is still the last event. */
  void move(@Nullable String cursorAfter) {
    cursor = cursorAfter;
    if (cursorAfter == null) {
      anchor = null;
    }
  }
}
