package dev.holdfast.internal.delivery;

import dev.holdfast.DeliverySettings;
import dev.holdfast.OverflowPolicy;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the listener, in order, and what is dropped when there is too much of it. Nothing
 * blocks here: who fills it looks, after that, whether it is full. Safe for use from any thread.
 */
final class Buffer {
  /** So many callbacks other than {@code onEvent} may wait, which no policy may drop. */
  static final int MAX_CALLBACKS = 256;

  private final int maxEvents;
  private final long maxBytes;
  private final OverflowPolicy.Kind policy;

  // Guarded by this, but for what is volatile, which is written under it.
  private @Nullable Entry head;
  private @Nullable Entry tail;

  /** The entries that are events, the oldest first. */
  private final Deque<Entry> events = new ArrayDeque<>();

  /** The entry of each key that no callback came after. */
  private final Map<String, Entry> latest = new HashMap<>();

  private long bytes;
  private int callbacks;

  /** The position after all that waits. */
  private @Nullable String position;

  private boolean overflowed;
  private volatile boolean full;
  private volatile long dropped;

  Buffer(DeliverySettings settings, @Nullable String start) {
    this.maxEvents = settings.bufferEvents();
    this.maxBytes = settings.bufferBytes();
    this.policy = settings.overflow().kind();
    this.position = start;
  }

  /** Sets the position before the first event. */
  synchronized void startAt(@Nullable String start) {
    position = start;
  }

  /**
   * Adds an event, and drops what its policy says.
   *
   * @param key of which the latest event is enough; null for none
   * @return false if this is the first for which there was no room; no further event is taken
   */
  synchronized boolean add(StreamEvent event, @Nullable String cursor, @Nullable String key) {
    if (overflowed) {
      return true;
    }
    Entry earlier = key == null ? null : latest.get(key);
    if (earlier != null) {
      replace(earlier, event, cursor);
      return true;
    }
    Entry entry = Entry.event(event, position, cursor);
    if (policy == OverflowPolicy.Kind.FAIL && !events.isEmpty() && isOver(1, entry.bytes)) {
      overflowed = true;
      return false;
    }
    append(entry);
    events.add(entry);
    bytes += entry.bytes;
    if (key != null) {
      entry.key = key;
      latest.put(key, entry);
    }
    while (policy == OverflowPolicy.Kind.DROP_OLDEST && events.size() > 1 && isOver(0, 0)) {
      dropOldest();
    }
    fill();
    return true;
  }

  private void replace(Entry earlier, StreamEvent event, @Nullable String cursor) {
    bytes -= earlier.bytes;
    Entry after = earlier.next;
    if (after != null && after.isPosition() && after == tail) {
      forget(after);
      after = null;
    }
    if (after == null) {
      earlier.replaceAtEnd(event, cursor);
      position = cursor;
    } else {
      earlier.replace(event, cursor);
      position(cursor);
    }
    bytes += earlier.bytes;
    dropped++;
    fill();
  }

  private void dropOldest() {
    Entry oldest = events.remove();
    bytes -= oldest.bytes;
    oldest.drop();
    dropped++;
    Entry before = oldest.previous;
    Entry after = oldest.next;
    if (after != null && after.isPosition()) {
      oldest.absorb(after);
      forget(after);
    }
    if (before != null && before.isPosition()) {
      before.absorb(oldest);
      forget(oldest);
    }
  }

  /** Adds a move of the position without an event. */
  synchronized void position(@Nullable String cursor) {
    if (overflowed) {
      return;
    }
    if (tail != null && tail.isPosition()) {
      tail.cursor = cursor;
      position = cursor;
    } else {
      append(Entry.position(position, cursor));
    }
  }

  synchronized void callback(Consumer<StreamListener> callback, boolean isLast) {
    callbacks++;
    latest.clear();
    Entry entry = Entry.callback(callback, isLast);
    entry.cursor = position;
    append(entry);
    fill();
  }

  /** Takes what is next; null if there is nothing, or only what has to wait. */
  synchronized @Nullable Entry take(boolean mayBeEvent) {
    Entry next = head;
    if (next == null || (next.event != null && !mayBeEvent)) {
      return null;
    }
    forget(next);
    if (next.event != null) {
      events.remove();
      bytes -= next.bytes;
      if (next.key != null) {
        latest.remove(next.key, next);
      }
    } else if (next.callback != null) {
      callbacks--;
    }
    // Not at each event: a reader that is let go on for one only would stand still at the next.
    if (full
        && events.size() <= maxEvents / 2
        && bytes <= maxBytes / 2
        && callbacks <= MAX_CALLBACKS / 2) {
      full = false;
      next.makesRoom = true;
    }
    return next;
  }

  /** Whether something may be taken. */
  synchronized boolean hasNext(boolean mayBeEvent) {
    return head != null && (head.event == null || mayBeEvent);
  }

  /** Whether whoever adds is to wait, until half of it is free. */
  boolean isFull() {
    return full;
  }

  long dropped() {
    return dropped;
  }

  /** Forgets the events that wait, and those to come; the rest is told, where it was. */
  synchronized void forgetEvents() {
    overflowed = true;
    Entry entry = head;
    while (entry != null) {
      Entry after = entry.next;
      if (entry.callback == null) {
        forget(entry);
      }
      entry = after;
    }
    forgotten();
  }

  synchronized void clear() {
    overflowed = true;
    head = null;
    tail = null;
    callbacks = 0;
    forgotten();
  }

  private void forgotten() {
    events.clear();
    latest.clear();
    bytes = 0;
    full = false;
  }

  private void fill() {
    boolean stops = policy == OverflowPolicy.Kind.BLOCK && isOver(1, 1);
    boolean keysAlone = policy == OverflowPolicy.Kind.CONFLATE && isOver(0, 0);
    full |= stops || keysAlone || callbacks >= MAX_CALLBACKS;
  }

  private boolean isOver(int moreEvents, long moreBytes) {
    return events.size() + moreEvents > maxEvents || bytes + moreBytes > maxBytes;
  }

  private void append(Entry entry) {
    position = entry.cursor;
    entry.previous = tail;
    if (tail == null) {
      head = entry;
    } else {
      tail.next = entry;
    }
    tail = entry;
  }

  private void forget(Entry entry) {
    Entry before = entry.previous;
    Entry after = entry.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.previous = before;
    }
    entry.previous = null;
    entry.next = null;
  }
}
