package dev.holdfast.internal.store;

import dev.holdfast.StreamException;
import dev.holdfast.internal.loop.Environment;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out where a stream begins, on a reader thread. */
final class CursorStart {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Environment env;
  private final StorePlace place;
  private final @Nullable CursorKeeper former;
  private final Consumer<@Nullable String> begin;
  private final Consumer<StreamException> fail;

  /**
   * @param former who had the place before, and may still have to save
   */
  CursorStart(
      Environment env,
      StorePlace place,
      @Nullable CursorKeeper former,
      Consumer<@Nullable String> begin,
      Consumer<StreamException> fail) {
    this.env = env;
    this.place = place;
    this.former = former;
    this.begin = begin;
    this.fail = fail;
  }

  /** From what the app gave, or, where that is null, from what the store has. */
  void from(@Nullable String given) {
    if (given != null && former == null) {
      begin.accept(given);
      return;
    }
    try {
      env.readers.execute(() -> onReader(given));
    } catch (RuntimeException | OutOfMemoryError noThread) {
      if (!place.isClosed()) {
        env.timers.schedule(RETRY_NANOS, () -> from(given));
      }
    }
  }

  private void onReader(@Nullable String given) {
    if (former != null) {
      former.awaitDone();
    }
    String cursor;
    try {
      cursor = given != null ? given : place.load();
    } catch (StreamException cannotBeKnown) {
      fail.accept(cannotBeKnown);
      return;
    }
    begin.accept(cursor);
  }
}
