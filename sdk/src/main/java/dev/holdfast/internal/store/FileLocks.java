package dev.holdfast.internal.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a file to one store of one process. The system frees the lock of a process that dies, so
 * its file stays: deleting it would let two in.
 */
final class FileLocks {
  /**
   * What this process has locked. Not left to the system: on POSIX, to close a lock's file a second
   * time frees the lock, so that nobody may even try.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private FileLocks() {}

  /** Locks, or returns null if another has it. */
  static @Nullable Closeable lock(Path file) throws IOException {
    if (!HELD.add(file)) {
      return null;
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(file, CREATE, WRITE);
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException byOtherClassLoader) {
      // The same.
    } finally {
      if (!locked) {
        free(file, channel);
      }
    }
    FileChannel held = channel;
    return locked ? () -> free(file, held) : null;
  }

  private static void free(Path file, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      HELD.remove(file);
    }
  }
}
