package dev.holdfast.internal.session;

import java.util.Arrays;

/**
 * The marks of the last accepted events. Positions count up from 0 and never repeat, so a position
 * stays valid, or becomes too old, while events are added. Confined to the stream's serial context.
 */
final class History {
  private final int capacity;
  private long[] ids = new long[16];
  private long[] contents = new long[16];
  private long start;
  private long end;

  /**
   * @param capacity how many events are remembered; a power of two, and never less than what may
   *     wait in a buffer and a hold together
   */
  History(int capacity) {
    if (Integer.bitCount(capacity) != 1 || capacity < ids.length) {
      throw new IllegalArgumentException("capacity: " + capacity);
    }
    this.capacity = capacity;
  }

  /** The oldest position remembered. */
  long start() {
    return start;
  }

  /** The position that the next event will have. */
  long end() {
    return end;
  }

  boolean isEmpty() {
    return start == end;
  }

  void add(long id, long content) {
    if (end - start == ids.length) {
      if (ids.length < capacity) {
        grow();
      } else {
        start++;
      }
    }
    int slot = slot(end++);
    ids[slot] = id;
    contents[slot] = content;
  }

  void clear() {
    start = end;
  }

  /** Whether a position is remembered and holds this very event. */
  boolean matches(long position, long id, long content) {
    return position >= start
        && position < end
        && ids[slot(position)] == id
        && contents[slot(position)] == content;
  }

  /** The positions of this very event, oldest first. */
  long[] positionsOf(long id, long content) {
    long[] found = new long[0];
    for (long position = start; position < end; position++) {
      if (ids[slot(position)] == id && contents[slot(position)] == content) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = position;
      }
    }
    return found;
  }

  /** Whether some event remembered has this identifier. */
  boolean hasId(long id) {
    for (long position = start; position < end; position++) {
      if (ids[slot(position)] == id) {
        return true;
      }
    }
    return false;
  }

  /** The position of the last event that has an identifier, or one before the start. */
  long lastIdentified() {
    long position = end - 1;
    while (position >= start && ids[slot(position)] == Mark.NO_ID) {
      position--;
    }
    return position;
  }

  /** Whether the event at a position has this identifier. */
  boolean matchesId(long position, long id) {
    return position >= start && position < end && ids[slot(position)] == id;
  }

  /**
   * Whether identifiers tell events apart: not where none has one, nor where two or more events had
   * one and it was always the same.
   */
  boolean identifies() {
    long last = lastIdentified();
    if (last < start) {
      return false;
    }
    boolean alone = true;
    for (long position = last - 1; position >= start; position--) {
      long id = ids[slot(position)];
      if (id != Mark.NO_ID && id != ids[slot(last)]) {
        return true;
      }
      alone &= id == Mark.NO_ID;
    }
    return alone;
  }

  private int slot(long position) {
    return (int) position & (ids.length - 1);
  }

  private void grow() {
    long[] oldIds = ids;
    long[] oldContents = contents;
    ids = new long[oldIds.length * 2];
    contents = new long[ids.length];
    for (long position = start; position < end; position++) {
      int from = (int) position & (oldIds.length - 1);
      ids[slot(position)] = oldIds[from];
      contents[slot(position)] = oldContents[from];
    }
  }
}
