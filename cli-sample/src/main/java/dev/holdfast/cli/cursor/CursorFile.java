package dev.holdfast.cli.cursor;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.holdfast.cli.options.FileTrouble;
import dev.holdfast.cli.options.UsageException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A cursor file, locked for this process. A reader finds the old ID or the new one in it, never
 * less, whatever happens to the process or the machine in between. Not thread-safe.
 */
public final class CursorFile implements Closeable {
  /** As the user wrote it. */
  private final Path name;

  /** Where it really is: replacing a symbolic link would part the two. */
  private final Path file;

  /** Only we write it, for we have the lock; a fixed name leaves no litter after a kill. */
  private final Path temporary;

  private final FileChannel lock;
  private final @Nullable String initial;

  private CursorFile(Path name, Path file, FileChannel lock) throws IOException {
    this.name = name;
    this.file = file;
    this.temporary = sibling(file, ".tmp");
    this.lock = lock;
    byte[] content = read(file);
    initial = CursorText.decode(content);
    // A full or read-only disk shows now rather than after an hour; a full one takes no byte.
    writeTemporary(content.length == 0 ? new byte[] {'\n'} : content);
    Files.delete(temporary);
  }

  /** Locks and reads it, and finds out whether it can be written. */
  public static CursorFile open(Path name) {
    try {
      Path file = resolve(name);
      return open(name, file, lock(file));
    } catch (UsageException e) {
      throw new UsageException("--cursor-file: " + name + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UsageException("--cursor-file: " + name + ": " + FileTrouble.reason(e));
    }
  }

  private static CursorFile open(Path name, Path file, FileChannel lock) throws IOException {
    boolean opened = false;
    try {
      CursorFile opening = new CursorFile(name, file, lock);
      opened = true;
      return opening;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** Returns its name, as the user wrote it. */
  public Path name() {
    return name;
  }

  /** Returns what was in it at first, null for nothing. */
  public @Nullable String initial() {
    return initial;
  }

  /** Replaces what is in it. The thread must not be interrupted meanwhile: that closes files. */
  public void write(@Nullable String id) throws IOException {
    writeTemporary(CursorText.encode(id));
    Files.move(temporary, file, ATOMIC_MOVE);
    syncFolder();
  }

  /** Lets another process have it. The lock's file stays: deleting it would let two in. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static Path resolve(Path name) throws IOException {
    if (Files.exists(name)) {
      if (!Files.isRegularFile(name)) {
        throw new UsageException("not a regular file");
      }
      return name.toRealPath();
    }
    Path folder = name.toAbsolutePath().getParent();
    if (folder == null || name.getFileName() == null) {
      throw new UsageException("not the name of a file");
    }
    return folder.toRealPath().resolve(name.getFileName());
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel = FileChannel.open(sibling(file, ".lock"), CREATE, WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // By another run in this JVM: the same.
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw new UsageException("in use by another holdfast");
    }
    return channel;
  }

  private static byte[] read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new byte[0];
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(CursorText.MOST_BYTES + 3); // One more than an ID and its line end.
    }
  }

  private void writeTemporary(byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(temporary, CREATE, WRITE, TRUNCATE_EXISTING, NOFOLLOW_LINKS)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /** The new name is safe only with its folder. Not everywhere can a folder be opened. */
  private void syncFolder() {
    Path folder = file.getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows, some network disks: the file system has to do it by itself.
    }
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
