package dev.holdfast.cli.cursor;

import dev.holdfast.CursorSaving;
import dev.holdfast.CursorStore;
import dev.holdfast.FileCursorStore;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.cli.options.FileTrouble;
import dev.holdfast.cli.options.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A cursor file, and what becomes of the saves in it. Used for one stream. */
public final class CursorFile implements CursorStore {
  private static final String STREAM = "stream";

  /** A kill may cost a second; the rest of it is for a slow disk. */
  private static final CursorSaving SAVING = CursorSaving.every(Duration.ofMillis(250));

  private static final long LAST_WARNING_MILLIS = 300;

  private final Path name;
  private final FileCursorStore store;
  private final Consumer<String> warning;

  /** Where the stream was when it was saved, or began. Written before, and in, the saves. */
  private volatile @Nullable String saved;

  /** Where it began. Written before its first event. */
  private volatile @Nullable String initial;

  /** Where it stays, though the stream goes on. Written in callbacks. */
  private volatile @Nullable String end;

  private volatile boolean isAtEnd;

  /** Whether the file says where to begin. Written before the stream begins. */
  private volatile boolean isRead;

  /** Written in the saves. */
  private volatile boolean failing;

  /** Where a warning is told: standard error may be a pipe that nobody empties. */
  private volatile @Nullable Thread warner;

  private CursorFile(Path name, FileCursorStore store, Consumer<String> warning) {
    this.name = name;
    this.store = store;
    this.warning = warning;
  }

  /**
   * Locks and reads it, and finds out whether it can be written.
   *
   * @param warning is told, in one line, when saving begins to fail
   */
  public static CursorFile open(Path name, Consumer<String> warning) {
    try {
      return new CursorFile(name, FileCursorStore.openSingle(name), warning);
    } catch (IOException e) {
      throw new UsageException("--cursor-file: " + e.getMessage());
    }
  }

  /**
   * Returns the request, for a stream that is saved in the file.
   *
   * @param given whether the request says where to begin, be it at the beginning; else the file
   *     does
   */
  public StreamRequest keep(StreamRequest request, boolean given) {
    saved = request.lastEventId();
    initial = saved;
    isRead = !given;
    return request.newBuilder().cursorStore(this, STREAM, SAVING).build();
  }

  @Override
  public @Nullable String load(String stream) throws IOException {
    if (isRead) {
      saved = store.load(stream);
      initial = saved;
    }
    return saved;
  }

  /**
   * What is saved from now on is the position after an event, though the stream goes on. Called in
   * the callback of the event after it.
   *
   * @param last the event; null for where the stream began
   */
  public void stayBehind(@Nullable StreamEvent last) {
    if (!isAtEnd) {
      end = last == null ? initial : last.lastEventId();
      isAtEnd = true;
    }
  }

  @Override
  public void save(String stream, @Nullable String cursor) throws IOException {
    String position = isAtEnd ? end : cursor;
    try {
      store.save(stream, position);
      saved = position;
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        warn("cannot save the cursor in " + name + ": " + FileTrouble.reason(e));
      }
      throw e;
    }
  }

  /**
   * Waits until the position of a stream that was cancelled is saved, for the last time.
   *
   * @return whether it is
   */
  public boolean finish(Subscription stream, Duration timeout) {
    boolean over = awaitClosed(stream, timeout);
    // A callback that hangs keeps the stream from its end, but not the position from the file.
    boolean current = over || Objects.equals(saved, isAtEnd ? end : stream.lastEventId());
    if (!current) {
      warn("the cursor could not be saved in " + name + " in time");
    } else {
      close();
    }
    awaitWarning();
    return current && !failing;
  }

  private static boolean awaitClosed(Subscription stream, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return stream.awaitClosed(Duration.ofNanos(deadline - System.nanoTime()));
        } catch (InterruptedException e) {
          interrupted = true; // The cursor is worth the wait, which is short.
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void close() {
    try {
      store.close();
    } catch (IOException e) {
      // From closing the lock, of which nothing depends any more.
    }
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
}
