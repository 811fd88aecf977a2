package dev.holdfast.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A disk that fails in the step that a test names. */
final class FailingDisk extends Disk {
  volatile String failing = "";

  private void step(String name) throws IOException {
    if (name.equals(failing)) {
      throw new IOException("Input/output error");
    }
  }

  @Override
  FileChannel create(Path temporary) throws IOException {
    step("create");
    return super.create(temporary);
  }

  @Override
  void write(FileChannel temporary, byte[] content) throws IOException {
    step("write");
    super.write(temporary, content);
  }

  @Override
  void force(FileChannel temporary) throws IOException {
    step("force");
    super.force(temporary);
  }

  @Override
  void move(Path temporary, Path file) throws IOException {
    step("move");
    super.move(temporary, file);
  }
}
