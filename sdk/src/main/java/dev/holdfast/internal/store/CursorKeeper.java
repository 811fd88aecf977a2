package dev.holdfast.internal.store;

import dev.holdfast.CursorSaving;
import dev.holdfast.CursorStore;
import dev.holdfast.StreamException;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides when the position of a stream is loaded and saved; that happens on reader threads. */
public final class CursorKeeper {
  /** When a save that failed is tried again, where nothing else leads to one. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Environment env;
  private final StorePlace place;
  private final int events;
  private final long intervalNanos;
  private final boolean inPlace;
  private final BooleanSupplier streamOver;
  private final Consumer<StreamException> notSaved;

  /** Set before the stream starts. */
  private @Nullable StoreClaims claims;

  /** Set before the stream starts, touched by what begins it: who had the place before. */
  private volatile @Nullable CursorKeeper former;

  /** Touched where the processed cursor moves. */
  private int unsaved;

  /** Whether the process may end unasked before as many events have come as are saved at once. */
  private volatile boolean resting;

  /** So many events are unsaved that they are to be saved at once. */
  private final AtomicBoolean due = new AtomicBoolean();

  private final SaveTurn turn;

  private final AtomicBoolean told = new AtomicBoolean();
  private final AtomicBoolean finishing = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);

  /**
   * @param inPlace whether the processed cursor moves on reader threads, which may wait for the
   *     store; else another thread saves, while events go on
   * @param streamOver whether the stream's place in the store may be given to another
   * @param notSaved is told when saving begins to fail, and if the last save of a cancelled stream
   *     does
   */
  public CursorKeeper(
      Environment env,
      CursorStore store,
      String name,
      CursorSaving saving,
      boolean inPlace,
      BooleanSupplier streamOver,
      Consumer<StreamException> notSaved) {
    this.env = env;
    this.place = new StorePlace(store, name);
    this.turn = new SaveTurn(env.timers);
    this.events = saving.events();
    this.intervalNanos = events > 0 ? RETRY_NANOS : Nanos.of(saving.interval());
    this.inPlace = inPlace;
    this.streamOver = streamOver;
    this.notSaved = notSaved;
  }

  /**
   * Sees to it that no other stream of the client has the same place.
   *
   * @throws IllegalStateException if one has
   */
  public void claim(StoreClaims of) {
    former = of.claim(place, this);
    claims = of;
  }

  boolean isStreamOver() {
    return streamOver.getAsBoolean();
  }

  /**
   * Finds out where to begin, once a former stream of this name has saved its own position.
   *
   * @param given the app's own position, which wins; null for what the store has
   * @param begin is told the position, null for none, on a reader thread or at once
   * @param fail is told instead, on a reader thread, why it cannot be known
   */
  public void begin(
      @Nullable String given, Consumer<@Nullable String> begin, Consumer<StreamException> fail) {
    new CursorStart(
            env,
            place,
            former,
            cursor -> {
              former = null; // Or each would keep the one before it in memory.
              begin.accept(cursor);
            },
            fail)
        .from(given);
  }

  // ---- While the stream goes on.

  /**
   * The app is done with all up to here. Called where the processed cursor moves, in order; it
   * calls nothing of the app's. {@link #saveDue} follows.
   *
   * @param count how many events, or positions without one, it has passed
   */
  public void moved(@Nullable String cursor, int count) {
    place.moved(cursor);
    unsaved += count;
    if (events > 0 && unsaved >= events) {
      unsaved = 0;
      due.set(true);
    }
  }

  /** Saves, or has saved, what is due since the cursor moved. */
  public void saveDue() {
    if (due.get()) {
      if (!inPlace) {
        saveSoon();
      } else if (due.getAndSet(false)) {
        saveOrTryAgain();
      }
    }
    if (isTimed() && place.isBehind()) {
      saveLater();
    }
  }

  /**
   * The stream has no connection for a while, as of an app that nobody looks at, whose process may
   * end unasked; or it has one again. What is not saved by then is saved now, on a reader thread,
   * and soon what the app is done with meanwhile. From any thread.
   */
  public void resting(boolean is) {
    resting = is;
    if (is) {
      turn.stopWaiting(); // That may be for long.
      if (place.isBehind() && turn.take()) {
        saveOnReader();
      }
    }
  }

  private void saveOrTryAgain() {
    if (!saveAndTell()) {
      saveLater();
    }
  }

  /** Whether time passes until a position is saved, rather than events. */
  private boolean isTimed() {
    return events == 0 || resting;
  }

  private void saveSoon() {
    if (due.get() && !place.isClosed() && turn.take()) {
      saveOnReader();
    }
  }

  private void saveLater() {
    if (place.isClosed() || !turn.take()) {
      return;
    }
    boolean soon = resting;
    turn.waitFor(soon ? Math.min(intervalNanos, RETRY_NANOS) : intervalNanos, this::saveOnReader);
    if (resting && !soon && turn.stopWaiting()) {
      saveLater();
    }
  }

  private void saveOnReader() {
    try {
      env.readers.execute(
          () -> {
            due.set(false);
            boolean succeeded = saveAndTell();
            turn.leave();
            if (succeeded) {
              saveSoon();
            }
            // What moved meanwhile has seen that a save was under way.
            if (!succeeded || (isTimed() && place.isBehind())) {
              saveLater();
            }
          });
    } catch (RuntimeException | OutOfMemoryError noThread) {
      turn.leave();
      saveLater();
    }
  }

  private boolean saveAndTell() {
    StreamException failure = place.save();
    if (failure == null) {
      told.set(false);
    } else if (told.compareAndSet(false, true)) {
      notSaved.accept(failure);
    }
    return failure == null;
  }

  // ---- The end.

  /** Whether {@link #finish} may be called among the callbacks. */
  public boolean isInPlace() {
    return inPlace;
  }

  /** Saves for the last time, before the last callback; returns why that failed, or null. */
  public @Nullable StreamException finish() {
    finishing.set(true);
    StreamException failure = place.save();
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
            CursorKeeper before = former;
            if (before != null) {
              before.awaitDone(); // Who comes next waits for both.
            }
            place.save(); // Now, for the callback may take its time.
            awaitCallback.run();
            StreamException failure = place.save();
            if (failure != null) {
              notSaved.accept(failure);
            }
            close();
          });
    } catch (RuntimeException | OutOfMemoryError noThread) {
      if (place.isBehind()) {
        notSaved.accept(place.failure("saved, for want of a thread", noThread));
      }
      place.abandon();
      over();
    }
  }

  private void close() {
    place.close();
    over();
  }

  private void over() {
    turn.stopWaiting();
    StoreClaims from = claims;
    if (from != null) {
      from.release(place, this);
    }
    done.countDown();
  }

  /** Open until the store is not called any more. */
  public CountDownLatch done() {
    return done;
  }

  void awaitDone() {
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
}
