package dev.holdfast.internal.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The steps in which a file is replaced. Tests look at them, fail in them and die in them. */
class Disk {
  FileChannel create(Path temporary) throws IOException {
    return FileChannel.open(temporary, CREATE, WRITE, TRUNCATE_EXISTING, NOFOLLOW_LINKS);
  }

  void write(FileChannel temporary, byte[] content) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(content);
    while (left.hasRemaining()) {
      temporary.write(left);
    }
  }

  void force(FileChannel temporary) throws IOException {
    temporary.force(true);
  }

  void move(Path temporary, Path file) throws IOException {
    Files.move(temporary, file, ATOMIC_MOVE);
  }

  /** The new name is safe only with its folder. Not everywhere can a folder be opened. */
  void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows, some network disks: the file system has to do it by itself.
    }
  }
}
