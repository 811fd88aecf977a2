package dev.holdfast.internal.store;

import dev.holdfast.CursorSaving;
import dev.holdfast.CursorStore;
import dev.holdfast.StreamException;
import dev.holdfast.internal.Cursors;
import dev.holdfast.internal.OneLine;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.loop.Timers;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the position of one stream in the app's store. The store is called on reader threads alone,
 * one call at a time, and what it throws ends here.
 */
public final class CursorKeeper {
  /** When a save that failed is tried again, where nothing else leads to one. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Environment env;
  private final CursorStore store;
  private final String name;
  private final int events;
  private final long intervalNanos;
  private final BooleanSupplier streamOver;
  private final Consumer<StreamException> notSaved;

  /** Set before the stream starts. */
  private @Nullable StoreClaims claims;

  /** Set before the stream starts; touched by what begins it. */
  private @Nullable CursorKeeper former;

  /** Written where the processed cursor moves; null until it has moved. */
  private volatile @Nullable Moved position;

  /** Touched where the processed cursor moves. */
  private int unsaved;

  /** Whether a timer, or what it leads to, is to save. */
  private final AtomicBoolean timed = new AtomicBoolean();

  private volatile Timers.@Nullable Timer timer;
  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicBoolean finishing = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);

  /** Held while the store is called. */
  private final ReentrantLock turn = new ReentrantLock();

  /** Written under turn. Null is not known: the position is saved then, whatever the store has. */
  private volatile @Nullable Moved saved;

  /** Written under turn, or where there is no thread that could save. Stays so. */
  private volatile boolean closed;

  /**
   * @param streamOver whether the stream's place in the store may be given to another
   * @param notSaved is told when saving begins to fail, and if the last save of a cancelled stream
   *     does
   */
  public CursorKeeper(
      Environment env,
      CursorStore store,
      String name,
      CursorSaving saving,
      BooleanSupplier streamOver,
      Consumer<StreamException> notSaved) {
    this.env = env;
    this.store = store;
    this.name = name;
    this.events = saving.events();
    this.intervalNanos = events > 0 ? RETRY_NANOS : Nanos.of(saving.interval());
    this.streamOver = streamOver;
    this.notSaved = notSaved;
  }

  /**
   * Sees to it that no other stream of the client has the same place.
   *
   * @throws IllegalStateException if one has
   */
  public void claim(StoreClaims of) {
    former = of.claim(store, name, this);
    claims = of;
  }

  boolean isStreamOver() {
    return streamOver.getAsBoolean();
  }

  // ---- The beginning.

  /**
   * Finds out where to begin, once a former stream of this name has saved its own position.
   *
   * @param given the app's own position, which wins; null for what the store has
   * @param begin is told the position, null for none, on a reader thread or at once
   * @param fail is told instead, on a reader thread, why it cannot be known
   */
  public void begin(
      @Nullable String given, Consumer<@Nullable String> begin, Consumer<StreamException> fail) {
    if (given != null && former == null) {
      begin.accept(given);
      return;
    }
    try {
      env.readers.execute(() -> beginOnReader(given, begin, fail));
    } catch (RuntimeException | OutOfMemoryError noThread) {
      if (!closed) {
        env.timers.schedule(RETRY_NANOS, () -> begin(given, begin, fail));
      }
    }
  }

  private void beginOnReader(
      @Nullable String given, Consumer<@Nullable String> begin, Consumer<StreamException> fail) {
    CursorKeeper before = former;
    if (before != null) {
      before.awaitDone();
      former = null;
    }
    String cursor = given;
    if (cursor == null) {
      turn.lock();
      try {
        cursor = normal(store.load(name));
        if (cursor != null) {
          Cursors.require(cursor);
        }
        saved = new Moved(cursor);
      } catch (Throwable thrown) {
        fail.accept(failure("loaded", thrown));
        return;
      } finally {
        turn.unlock();
      }
    }
    begin.accept(cursor);
  }

  // ---- While the stream goes on.

  /** The app is done with all up to here. Called where the processed cursor moves; may block. */
  public void moved(@Nullable String cursor) {
    position = new Moved(normal(cursor));
    if (events == 0) {
      saveLater();
    } else if (++unsaved >= events) {
      unsaved = 0;
      if (!saveAndTell()) {
        saveLater();
      }
    }
  }

  private void saveLater() {
    if (!closed && timed.compareAndSet(false, true)) {
      timer = env.timers.schedule(intervalNanos, this::saveByTimer);
    }
  }

  private void saveByTimer() {
    try {
      env.readers.execute(
          () -> {
            boolean succeeded = saveAndTell();
            timed.set(false);
            if (!succeeded || (events == 0 && !Objects.equals(position, saved))) {
              saveLater();
            }
          });
    } catch (RuntimeException | OutOfMemoryError noThread) {
      timed.set(false);
      saveLater();
    }
  }

  private boolean saveAndTell() {
    StreamException failure = save();
    if (failure == null) {
      told.set(false);
    } else if (told.compareAndSet(false, true)) {
      notSaved.accept(failure);
    }
    return failure == null;
  }

  /** Saves the position, unless that is done; returns why it failed, or null. */
  private @Nullable StreamException save() {
    turn.lock();
    try {
      Moved now = position;
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

  private StreamException failure(String what, Throwable thrown) {
    return new StreamException(
        StreamException.Reason.CURSOR_STORE,
        "the position of \"" + name + "\" could not be " + what + ": " + OneLine.of(thrown),
        thrown);
  }

  // ---- The end.

  /** Saves for the last time, before the last callback; returns why that failed, or null. */
  public @Nullable StreamException finish() {
    finishing.set(true);
    StreamException failure = save();
    close();
    return failure;
  }

  /**
   * Saves for the last time, on a reader thread, unless that has begun. From any thread.
   *
   * @param awaitCallback waits until a callback that still runs has returned
   */
  public void finishLater(Runnable awaitCallback) {
    if (!finishing.compareAndSet(false, true)) {
      return;
    }
    try {
      env.readers.execute(
          () -> {
            save(); // Now, for the callback may take its time.
            awaitCallback.run();
            StreamException failure = save();
            if (failure != null) {
              notSaved.accept(failure);
            }
            close();
          });
    } catch (RuntimeException | OutOfMemoryError noThread) {
      if (!Objects.equals(position, saved)) {
        notSaved.accept(failure("saved: no thread to do it on", noThread));
      }
      closed = true;
      over();
    }
  }

  private void close() {
    turn.lock();
    try {
      closed = true;
    } finally {
      turn.unlock();
    }
    over();
  }

  private void over() {
    Timers.Timer waiting = timer;
    if (waiting != null) {
      waiting.cancel();
    }
    StoreClaims from = claims;
    if (from != null) {
      from.release(store, name, this);
    }
    done.countDown();
  }

  /** Open until the store is not called any more. */
  public CountDownLatch done() {
    return done;
  }

  private void awaitDone() {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // By the app's executor; the order of the two streams is worth more.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable String normal(@Nullable String cursor) {
    return cursor == null || cursor.isEmpty() ? null : cursor;
  }

  /** A position that is known, be it none. */
  private static final class Moved {
    final @Nullable String cursor;

    Moved(@Nullable String cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Moved && Objects.equals(((Moved) other).cursor, cursor);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(cursor);
    }
  }
}
