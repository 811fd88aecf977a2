package dev.holdfast.internal.store;

import dev.holdfast.CursorStore;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which stream of a client has which place in which store: two would overwrite each other. */
public final class StoreClaims {
  /** Guarded by this. */
  private final Map<Place, CursorKeeper> keepers = new HashMap<>();

  /**
   * Gives a place to a keeper.
   *
   * @return the keeper that had it before, if that may still save; its stream is over
   * @throws IllegalStateException if another stream has it
   */
  synchronized @Nullable CursorKeeper claim(CursorStore store, String name, CursorKeeper keeper) {
    CursorKeeper former = keepers.get(new Place(store, name));
    if (former != null && !former.isStreamOver()) {
      throw new IllegalStateException(
          "another stream of this client keeps its position as \""
              + name
              + "\" in the same cursor store");
    }
    keepers.put(new Place(store, name), keeper);
    return former;
  }

  synchronized void release(CursorStore store, String name, CursorKeeper keeper) {
    keepers.remove(new Place(store, name), keeper);
  }

  private static final class Place {
    private final CursorStore store;
    private final String name;

    Place(CursorStore store, String name) {
      this.store = store;
      this.name = name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place
          && ((Place) other).store == store
          && ((Place) other).name.equals(name);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(store) + name.hashCode();
    }
  }
}
