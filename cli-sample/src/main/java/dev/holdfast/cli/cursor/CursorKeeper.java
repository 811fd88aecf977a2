package dev.holdfast.cli.cursor;

import dev.holdfast.cli.options.FileTrouble;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Saves where the stream is, now and then and at the end, on a thread of its own: a slow disk does
 * not hold up the events, and the interrupt that ends the command does not reach the file.
 */
public final class CursorKeeper {
  /** A kill may cost a second; the rest of it is for a slow disk. */
  private static final long INTERVAL_MILLIS = 250;

  private static final long LAST_WARNING_MILLIS = 300;

  private final CursorFile file;
  private final Consumer<String> warning;
  private final CountDownLatch finishing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "holdfast-cursor");

  /** Written by the stream's callbacks, which never overlap; read by the thread. */
  private volatile @Nullable String position;

  private volatile boolean hasMoved;

  /** Touched by the thread; read by others after its end. */
  private @Nullable String saved;

  /** Touched by the thread; read by others after its end. */
  private boolean failing;

  /** Where a warning is told: standard error may be a pipe that nobody empties. */
  private volatile @Nullable Thread warner;

  /**
   * Creates a keeper.
   *
   * @param file where to save; the keeper closes it
   * @param position where the stream starts; it is not saved before it has moved
   * @param warning is told once, in one line, when saving begins to fail
   */
  public CursorKeeper(CursorFile file, @Nullable String position, Consumer<String> warning) {
    this.file = file;
    this.position = position;
    this.saved = file.initial();
    this.warning = warning;
    thread.setDaemon(true); // A disk that hangs does not keep the command from its end.
  }

  /** Begins to save. */
  public void start() {
    thread.start();
  }

  /** Everything up to here is out. */
  public void moved(@Nullable String lastEventId) {
    position = lastEventId;
    hasMoved = true;
  }

  /** Saves for the last time, and returns whether what is saved is the position. */
  public boolean finish(Duration timeout) {
    finishing.countDown();
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    while (thread.isAlive()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        warn("the cursor could not be saved in " + file.name() + " in time");
        break;
      }
      try {
        thread.join(left);
      } catch (InterruptedException e) {
        interrupted = true; // The cursor is worth the wait, which is short.
      }
    }
    awaitWarning();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive() && !failing && (!hasMoved || Objects.equals(saved, position));
  }

  private void warn(String message) {
    Thread telling = new Thread(() -> warning.accept(message), "holdfast-warning");
    telling.setDaemon(true);
    warner = telling;
    telling.start();
  }

  private void awaitWarning() {
    Thread telling = warner;
    if (telling != null) {
      try {
        telling.join(LAST_WARNING_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    try (file) {
      while (!isFinishing()) {
        save();
      }
      save();
    } catch (IOException e) {
      // From closing the lock, of which nothing depends any more.
    }
  }

  private boolean isFinishing() {
    try {
      return finishing.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true; // Nobody does.
    }
  }

  private void save() {
    String current = position;
    if (!hasMoved || Objects.equals(current, saved)) {
      return;
    }
    try {
      file.write(current);
      saved = current;
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        warn("cannot save the cursor in " + file.name() + ": " + FileTrouble.reason(e));
      }
    }
  }
}
