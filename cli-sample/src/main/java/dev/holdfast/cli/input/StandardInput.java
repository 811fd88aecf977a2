package dev.holdfast.cli.input;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard input of the process. */
public final class StandardInput {
  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/0");

  private StandardInput() {}

  /** Returns it. */
  public static InputStream open() {
    return isTaken() ? closed() : new FileInputStream(FileDescriptor.in);
  }

  /**
   * Whether it was closed from the start: the JVM's first file took its number then, and would be
   * sent to the server. Only Linux tells.
   */
  private static boolean isTaken() {
    try {
      Path file = DESCRIPTOR.toRealPath();
      if (file.startsWith(Path.of(System.getProperty("java.home")).toRealPath())) {
        return true;
      }
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        if (!entry.isEmpty()
            && Files.isRegularFile(file)
            && Files.isSameFile(file, Path.of(entry))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false; // A pipe, or no Linux.
    }
  }

  private static InputStream closed() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("it is closed");
      }
    };
  }
}
