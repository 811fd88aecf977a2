package dev.holdfast.sample;

import android.content.Context;
import android.content.SharedPreferences;
import dev.holdfast.CursorStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the position of the stream together with what was shown, in one commit of a {@code
 * SharedPreferences}: taken in one step on the main thread, where events are shown and the position
 * moves. Its methods block, so they are for other threads.
 */
final class RoomStore implements CursorStore {
  private static final String KEY = "room";
  private static final long PATIENCE_SECONDS = 10;

  private final SharedPreferences preferences;
  private final Executor main;
  private final Supplier<SavedRoom> room;

  /**
   * Creates a store.
   *
   * @param context the application
   * @param main runs tasks on the main thread
   * @param room tells what is to be kept, on the main thread
   */
  RoomStore(Context context, Executor main, Supplier<SavedRoom> room) {
    this.preferences = context.getSharedPreferences("room", Context.MODE_PRIVATE);
    this.main = main;
    this.room = room;
  }

  /** Returns what was saved last, or null. */
  @Nullable SavedRoom read() {
    String json = preferences.getString(KEY, null);
    return json == null ? null : SavedRoom.fromJson(json);
  }

  @Override
  public @Nullable String load(String stream) {
    SavedRoom saved = read();
    return saved == null || !saved.stream.equals(stream) ? null : saved.position;
  }

  /**
   * Saves where the stream is now, which is this position or one behind it. The lock keeps an older
   * state from being written over a newer one; the main thread never takes it.
   */
  @Override
  public synchronized void save(String stream, @Nullable String cursor) throws IOException {
    FutureTask<SavedRoom> now = new FutureTask<>(room::get);
    main.execute(now);
    try {
      String json = now.get(PATIENCE_SECONDS, TimeUnit.SECONDS).toJson();
      if (!preferences.edit().putString(KEY, json).commit()) {
        throw new IOException("the preferences could not be written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while saving");
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the main thread did not say what to save", e);
    }
  }

  /** Saves what there is now. */
  void save() throws IOException {
    save("", null);
  }
}
