package dev.holdfast.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is replaced as a whole, and belongs to one store. Whoever reads it finds the old
 * content or the new, never less, whatever happens to the process or the machine in between. All
 * that is thrown names the file and says what is wrong. Not safe for use by several threads.
 */
final class SafeFile implements Closeable {
  /** As the app wrote it. */
  private final Path name;

  /** Where it really is: replacing a symbolic link would part the two. */
  private final Path file;

  /** Only the owner of the lock writes it; a fixed name leaves no litter after a kill. */
  private final Path temporary;

  private final Disk disk;
  private final Closeable lock;

  private SafeFile(Path name, Path file, Disk disk, Closeable lock) {
    this.name = name;
    this.file = file;
    this.temporary = sibling(file, ".tmp");
    this.disk = disk;
    this.lock = lock;
  }

  static SafeFile open(Path name, Disk disk) throws IOException {
    try {
      Path file = resolve(name);
      Closeable lock = FileLocks.lock(sibling(file, ".lock"));
      if (lock == null) {
        throw trouble(name, "in use by another holdfast", null);
      }
      return new SafeFile(name, file, disk, lock);
    } catch (IOException e) {
      throw named(name, e);
    }
  }

  /** Returns what is in it, but not much more than so many bytes. */
  byte[] read(int most) throws IOException {
    try {
      if (!Files.exists(file)) {
        return new byte[0];
      }
      byte[] content = new byte[(int) Math.min(Files.size(file) + 1, most + 1L)];
      int length = 0;
      try (InputStream in = Files.newInputStream(file)) {
        int count;
        while (length < content.length
            && (count = in.read(content, length, content.length - length)) >= 0) {
          length += count;
        }
      }
      return Arrays.copyOf(content, length);
    } catch (IOException e) {
      throw named(name, e);
    }
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** A full or read-only disk is to show now rather than after an hour. */
  void tryToWrite(byte[] content) throws IOException {
    uninterrupted(
        () -> {
          writeTemporary(content);
          Files.delete(temporary);
        });
  }

  /** Replaces what is in it. */
  void replace(byte[] content) throws IOException {
    uninterrupted(
        () -> {
          writeTemporary(content);
          disk.move(temporary, file);
          Path folder = file.getParent();
          if (folder != null) {
            disk.forceFolder(folder);
          }
        });
  }

  private void writeTemporary(byte[] content) throws IOException {
    try (FileChannel channel = disk.create(temporary)) {
      keepPermissions();
      disk.write(channel, content);
      disk.force(channel);
    }
  }

  /** Before there is anything to read. */
  private void keepPermissions() throws IOException {
    PosixFileAttributeView to = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
    PosixFileAttributeView from = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (to != null && from != null && Files.exists(file)) {
      Set<PosixFilePermission> permissions = from.readAttributes().permissions();
      if (!permissions.equals(to.readAttributes().permissions())) {
        to.setPermissions(permissions);
      }
    }
  }

  /** The listener may have left its thread interrupted, and that closes a file under one's hand. */
  private void uninterrupted(Writing writing) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      writing.run();
    } catch (IOException e) {
      throw named(name, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** Says what is wrong with it. */
  IOException trouble(String reason) {
    return trouble(name, reason, null);
  }

  /** Lets another have it. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  @Override
  public String toString() {
    return name.toString();
  }

  private static Path resolve(Path name) throws IOException {
    if (Files.exists(name)) {
      if (!Files.isRegularFile(name)) {
        throw trouble(name, "not a regular file", null);
      }
      return name.toRealPath();
    }
    if (Files.isSymbolicLink(name)) {
      throw trouble(name, "a symbolic link to nothing", null);
    }
    Path folder = name.toAbsolutePath().getParent();
    if (folder == null || name.getFileName() == null) {
      throw trouble(name, "not the name of a file", null);
    }
    return folder.toRealPath().resolve(name.getFileName());
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static IOException named(Path name, IOException e) {
    return e instanceof Trouble ? e : trouble(name, reason(e), e);
  }

  /** The message of such an exception may be no more than the name of a file, and not of ours. */
  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason =
        e instanceof FileSystemException ? ((FileSystemException) e).getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  private static Trouble trouble(Path name, String reason, @Nullable Throwable cause) {
    Trouble trouble = new Trouble(name.toString(), reason);
    trouble.initCause(cause);
    return trouble;
  }

  /** Its message is the name of the file, and the reason. */
  private static final class Trouble extends FileSystemException {
    private static final long serialVersionUID = 1L;

    Trouble(String file, String reason) {
      super(file, null, reason);
    }
  }
}
