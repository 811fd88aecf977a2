package dev.holdfast.internal.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which stream has which place in a store: two would overwrite each other. */
public final class StoreClaims {
  /** Guarded by this. */
  private final Map<StorePlace, CursorKeeper> keepers = new HashMap<>();

  /**
   * Gives a place to a keeper.
   *
   * @return the keeper that had it before, if that may still save; its stream is over
   * @throws IllegalStateException if another stream has it
   */
  synchronized @Nullable CursorKeeper claim(StorePlace place, CursorKeeper keeper) {
    CursorKeeper former = keepers.get(place);
    if (former != null && !former.isStreamOver()) {
      throw new IllegalStateException(
          "another stream keeps its position as " + place + " in the same cursor store");
    }
    keepers.remove(place); // For the map is to know the new one's place, and let go of the old.
    keepers.put(place, keeper);
    return former;
  }

  synchronized void release(StorePlace place, CursorKeeper keeper) {
    keepers.remove(place, keeper);
  }
}
