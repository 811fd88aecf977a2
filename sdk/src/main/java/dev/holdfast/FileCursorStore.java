package dev.holdfast;

import dev.holdfast.internal.store.FileStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Positions in a file that survives the process. A save writes a temporary file beside it, brings
 * that to the disk, and puts it in the file's place in one step: a process or a machine that dies
 * in the middle leaves the old positions or the new ones. Permissions of a file that exists, and a
 * symbolic link to it, are kept. Safe for use from any thread; streams of one store save one after
 * the other, so give those that save {@linkplain CursorSaving#everyEvent() every event} a file
 * each.
 *
 * <pre>{@code
 * try (FileCursorStore positions = FileCursorStore.open(Paths.get("positions"))) {
 *   Subscription prices =
 *       client.subscribe(
 *           StreamRequest.builder("https://example.com/prices")
 *               .cursorStore(positions, "prices")
 *               .build(),
 *           event -> process(event));
 *   prices.awaitClosed();
 * }
 * }</pre>
 *
 * <p>The file belongs to one store at a time. A second one, of this process or another, fails to
 * open; a process that was killed leaves nothing that has to be tidied up. The empty {@code .lock}
 * beside the file stays, and must not be deleted while a store is open.
 */
public final class FileCursorStore implements CursorStore, Closeable {
  private final FileStore store;

  private FileCursorStore(FileStore store) {
    this.store = store;
  }

  /**
   * Opens a file for the positions of up to 1,000 streams, or begins one. It is read and tried to
   * write to at once: not for a thread that must not block. Its folder must exist.
   *
   * @param file the file: UTF-8, a line {@code holdfast cursors 1}, for each stream a line of its
   *     name, a tab and the position, and a line {@code end} with their number
   * @throws IOException if it is open elsewhere, is not such a file (the message names the line,
   *     and nothing is overwritten), or cannot be read or written; the message begins with its name
   */
  public static FileCursorStore open(Path file) throws IOException {
    return new FileCursorStore(FileStore.open(Objects.requireNonNull(file, "file")));
  }

  /**
   * Opens a file for the position of one stream, as the {@code holdfast} command has with {@code
   * --cursor-file}; otherwise as {@link #open}. The first name that is used is that of the stream;
   * another one is refused.
   *
   * @param file the file: UTF-8, the position and a line feed; empty where there is none
   * @throws IOException as for {@link #open}
   */
  public static FileCursorStore openSingle(Path file) throws IOException {
    return new FileCursorStore(FileStore.openSingle(Objects.requireNonNull(file, "file")));
  }

  /**
   * Returns the position of a stream, of what was read or saved last.
   *
   * @throws IOException if the store was closed
   * @throws IllegalArgumentException if the name is empty, has control characters, or more than 256
   *     characters
   */
  @Override
  public @Nullable String load(String stream) throws IOException {
    return store.load(stream);
  }

  /**
   * Saves the position of a stream: on the disk when this returns.
   *
   * @throws IOException if the file could not be written, and is as it was
   * @throws IllegalArgumentException as for {@link #load}; and if the cursor has CR, LF or NUL, or
   *     more than 4,096 bytes of UTF-8
   */
  @Override
  public void save(String stream, @Nullable String cursor) throws IOException {
    store.save(stream, cursor);
  }

  /**
   * Lets another store have the file; waits for a save that is under way. Close the streams first,
   * and {@linkplain Subscription#awaitClosed() wait for them}: a later save fails.
   */
  @Override
  public void close() throws IOException {
    store.close();
  }

  /** Returns the name of the file. */
  @Override
  public String toString() {
    return "FileCursorStore{" + store + "}";
  }
}
