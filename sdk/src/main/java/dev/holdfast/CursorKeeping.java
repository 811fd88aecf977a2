package dev.holdfast;

import dev.holdfast.internal.store.StoreNames;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the position of a stream is kept, under which name, and when it is saved. Immutable. */
final class CursorKeeping {
  final CursorStore store;
  final String stream;
  final CursorSaving saving;

  CursorKeeping(CursorStore store, String stream, CursorSaving saving) {
    this.store = Objects.requireNonNull(store, "store");
    this.stream = StoreNames.require(stream);
    this.saving = Objects.requireNonNull(saving, "saving");
  }

  /** Of a store, whether it is the same one. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CursorKeeping
        && ((CursorKeeping) other).store == store
        && ((CursorKeeping) other).stream.equals(stream)
        && ((CursorKeeping) other).saving.equals(saving);
  }

  @Override
  public int hashCode() {
    return Objects.hash(System.identityHashCode(store), stream, saving);
  }
}
