package dev.holdfast.internal.store;

import dev.holdfast.CursorStore;
import dev.holdfast.internal.Cursors;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Positions in memory. */
public final class MemoryStore implements CursorStore {
  private final Map<String, String> cursors = new ConcurrentHashMap<>();

  @Override
  public @Nullable String load(String stream) {
    return cursors.get(StoreNames.require(stream));
  }

  @Override
  public void save(String stream, @Nullable String cursor) {
    StoreNames.require(stream);
    if (cursor == null || cursor.isEmpty()) {
      cursors.remove(stream);
    } else {
      cursors.put(stream, Cursors.require(cursor));
    }
  }

  @Override
  public String toString() {
    return "CursorStore{" + cursors.size() + " in memory}";
  }
}
