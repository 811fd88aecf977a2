package dev.holdfast.internal.delivery;

import dev.holdfast.DroppedEvents;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits in a buffer for its turn: a callback, an event, or a position alone; before the latter
 * two, perhaps, word of events that were dropped. Guarded by its buffer until it is taken.
 */
final class Entry {
  /** What an event takes beside its content, about: its objects here. */
  static final int EVENT_BYTES = 256;

  final @Nullable Consumer<StreamListener> callback;
  final boolean isLast;

  @Nullable StreamEvent event;

  /** Where the event itself leads; not past others that came before it, where it has moved up. */
  @Nullable String eventCursor;

  long bytes;
  @Nullable String key;

  /** What the position was before this. */
  @Nullable String before;

  /** What the position is once this is done with. */
  @Nullable String cursor;

  long dropped;
  @Nullable String droppedFrom;
  @Nullable String droppedTo;

  /** Its buffer was full until it was taken. */
  boolean makesRoom;

  @Nullable Entry previous;
  @Nullable Entry next;

  private Entry(@Nullable Consumer<StreamListener> callback, boolean isLast) {
    this.callback = callback;
    this.isLast = isLast;
  }

  static Entry callback(Consumer<StreamListener> callback, boolean isLast) {
    return new Entry(callback, isLast);
  }

  static Entry position(@Nullable String before, @Nullable String cursor) {
    Entry entry = new Entry(null, false);
    entry.before = before;
    entry.cursor = cursor;
    return entry;
  }

  static Entry event(StreamEvent event, @Nullable String before, @Nullable String cursor) {
    Entry entry = position(before, cursor);
    entry.take(event, cursor);
    return entry;
  }

  static long bytes(StreamEvent event) {
    long data = event.data().length();
    return EVENT_BYTES + (event.isBinary() ? data + event.bytes().size() : data);
  }

  private void take(StreamEvent other, @Nullable String leadsTo) {
    event = other;
    eventCursor = leadsTo;
    bytes = bytes(other);
  }

  boolean isPosition() {
    return callback == null && event == null;
  }

  /** Its event is dropped; where it was, only that is told. */
  void drop() {
    drop(eventCursor);
    event = null;
    bytes = 0;
  }

  private void drop(@Nullable String leadsTo) {
    if (dropped == 0) {
      droppedFrom = before;
    }
    dropped++;
    droppedTo = leadsTo;
  }

  /** Its event is dropped for a later one, which takes its place. */
  void replace(StreamEvent later, @Nullable String leadsTo) {
    drop(eventCursor);
    take(later.withLastEventId(cursor), leadsTo);
  }

  /** As {@link #replace}, where nothing else came between the two. */
  void replaceAtEnd(StreamEvent later, @Nullable String leadsTo) {
    replace(later, leadsTo);
    event = later;
    cursor = leadsTo;
  }

  /** Takes in what follows it: both are positions, or word of what was dropped. */
  void absorb(Entry following) {
    if (following.dropped > 0) {
      droppedFrom = dropped > 0 ? droppedFrom : following.droppedFrom;
      droppedTo = following.droppedTo;
      dropped += following.dropped;
    }
    cursor = following.cursor;
  }

  DroppedEvents asDropped() {
    return new DroppedEvents(dropped, droppedFrom, droppedTo);
  }
}
