package dev.holdfast.internal.store;

import dev.holdfast.CursorStore;
import dev.holdfast.internal.Cursors;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Positions in a file, which is read once and written as a whole. Safe for use by any thread. */
public final class FileStore implements CursorStore, Closeable {
  private final SafeFile file;
  private final CursorFormat format;

  /** Held during I/O. */
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock. The map is what is in the file: replaced, never changed.
  private Map<String, String> cursors;
  private boolean closed;

  /** The one stream of a file that has room for no more; null until it is known. */
  private @Nullable String only;

  private FileStore(SafeFile file, CursorFormat format) throws IOException {
    this.file = file;
    this.format = format;
    byte[] content = file.read(format.tooManyBytes());
    try {
      cursors = format.decode(content, file.exists());
    } catch (CursorFormat.Unreadable e) {
      throw file.trouble(e.reason);
    }
    file.tryToWrite(format.encode(cursors));
  }

  /** Opens the file of several streams. */
  public static FileStore open(Path file) throws IOException {
    return open(file, new TableFormat(), new Disk());
  }

  /** Opens the file of one stream. */
  public static FileStore openSingle(Path file) throws IOException {
    return open(file, new SingleFormat(), new Disk());
  }

  static FileStore open(Path name, CursorFormat format, Disk disk) throws IOException {
    SafeFile file = SafeFile.open(name, disk);
    boolean opened = false;
    try {
      FileStore store = new FileStore(file, format);
      opened = true;
      return store;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  @Override
  public @Nullable String load(String stream) throws IOException {
    lock.lock();
    try {
      return cursors.get(key(stream));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void save(String stream, @Nullable String cursor) throws IOException {
    lock.lock();
    try {
      Map<String, String> changed = new LinkedHashMap<>(cursors);
      if (cursor == null || cursor.isEmpty()) {
        changed.remove(key(stream));
      } else {
        changed.put(key(stream), Cursors.require(cursor));
      }
      if (changed.size() > TableFormat.MOST_STREAMS) {
        throw file.trouble("keeps " + TableFormat.MOST_STREAMS + " streams, and has no more room");
      }
      file.replace(format.encode(changed));
      cursors = changed;
    } finally {
      lock.unlock();
    }
  }

  private String key(String stream) throws IOException {
    StoreNames.require(stream);
    if (closed) {
      throw file.trouble("this store was closed");
    }
    if (!(format instanceof SingleFormat)) {
      return stream;
    }
    if (only != null && !only.equals(stream)) {
      throw file.trouble(
          "keeps the cursor of one stream, \"" + only + "\", not of \"" + stream + "\" too");
    }
    only = stream;
    return CursorFormat.ONLY;
  }

  /** Lets another store have the file. Waits for a save that is under way. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        file.close();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
