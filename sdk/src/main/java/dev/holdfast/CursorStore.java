package dev.holdfast;

import dev.holdfast.internal.store.MemoryStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where the positions of streams are kept from one run of an app to the next. {@link
 * FileCursorStore} is one that survives the process; an app may bring its own, such as a table of
 * its database.
 *
 * <p>Both methods may block, but hold up no more than the stream that calls. They are called on
 * threads of the client's reader executor, never on one that calls the client; for one stream one
 * at a time, for several at once. What they throw, runtime exceptions and errors too, is reported
 * and harms no other stream.
 */
public interface CursorStore {

  /**
   * Returns the position of a stream. Called once a stream, before its first connection.
   *
   * @param stream the name that the app gave it
   * @return the position, or null (or empty) where none is kept: the stream begins wherever the
   *     server does
   * @throws IOException if it cannot be told: the stream closes with {@link
   *     StreamException.Reason#CURSOR_STORE}, rather than begin anew without a word
   */
  @Nullable String load(String stream) throws IOException;

  /**
   * Keeps the position of a stream, in place of the one before. Once this has returned, {@link
   * #load} returns it, whatever happens to the process.
   *
   * @param stream the name that the app gave it
   * @param cursor the position; null where the server has taken back the last one: removes it
   * @throws IOException if it cannot be kept: {@link StreamListener#onCursorNotSaved} is told, the
   *     stream goes on, and it is tried again
   */
  void save(String stream, @Nullable String cursor) throws IOException;

  /**
   * Returns a store that keeps positions for as long as the app holds it: for streams that are
   * closed and opened again within one process, and for tests. Safe for use from any thread.
   */
  static CursorStore inMemory() {
    return new MemoryStore();
  }
}
