package dev.holdfast.internal.store;

import dev.holdfast.CursorStore;
import dev.holdfast.StreamException;
import dev.holdfast.internal.Cursors;
import dev.holdfast.internal.OneLine;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream's place in the app's store. The store is called here alone, one call at a time; what it
 * throws ends here.
 */
final class StorePlace {
  private final CursorStore store;
  private final String name;

  /** Held while the store is called. */
  private final ReentrantLock turn = new ReentrantLock();

  /** Written where the processed cursor moves; null until it has moved. */
  private volatile @Nullable Known position;

  /** Written under turn. Null is not known: the position is saved then, whatever the store has. */
  private volatile @Nullable Known saved;

  /** Written under turn, or where there is no thread that could save. Stays so. */
  private volatile boolean closed;

  StorePlace(CursorStore store, String name) {
    this.store = store;
    this.name = name;
  }

  /**
   * Returns what the store has, null for nothing.
   *
   * @throws StreamException if that cannot be known
   */
  @Nullable String load() {
    turn.lock();
    try {
      String cursor = normal(store.load(name));
      if (cursor != null) {
        Cursors.require(cursor);
      }
      saved = new Known(cursor);
      return cursor;
    } catch (Throwable thrown) {
      throw failure("loaded", thrown);
    } finally {
      turn.unlock();
    }
  }

  void moved(@Nullable String cursor) {
    position = new Known(normal(cursor));
  }

  /** Whether there is something to save. */
  boolean isBehind() {
    Known now = position;
    return now != null && !now.equals(saved);
  }

  /** Saves the position, unless that is done; returns why it failed, or null. */
  @Nullable StreamException save() {
    if (position == null) {
      return null; // Not even by waiting for a store that hangs in load.
    }
    turn.lock();
    try {
      Known now = position;
      if (!closed && now != null && !now.equals(saved)) {
        store.save(name, now.cursor);
        saved = now;
      }
      return null;
    } catch (Throwable thrown) {
      return failure("saved", thrown);
    } finally {
      turn.unlock();
    }
  }

  /** Does not call the store any more, nor is it being called to save. */
  void close() {
    if (position == null) {
      closed = true;
      return;
    }
    turn.lock();
    try {
      closed = true;
    } finally {
      turn.unlock();
    }
  }

  /** Does not call the store any more, but it may still be in a call. */
  void abandon() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  StreamException failure(String what, Throwable thrown) {
    return new StreamException(
        StreamException.Reason.CURSOR_STORE,
        "the position of \"" + name + "\" could not be " + what + ": " + OneLine.of(thrown),
        thrown);
  }

  /** Whether it is the same place in the same store. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StorePlace
        && ((StorePlace) other).store == store
        && ((StorePlace) other).name.equals(name);
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(store) + name.hashCode();
  }

  @Override
  public String toString() {
    return "\"" + name + "\"";
  }

  private static @Nullable String normal(@Nullable String cursor) {
    return cursor == null || cursor.isEmpty() ? null : cursor;
  }

  /** A position that is known, be it none. */
  private static final class Known {
    final @Nullable String cursor;

    Known(@Nullable String cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Known && Objects.equals(((Known) other).cursor, cursor);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(cursor);
    }
  }
}
