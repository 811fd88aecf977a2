package dev.holdfast.cli.output;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output: always UTF-8, whatever the locale, and each text in one write that is not kept
 * back. Unlike a {@link java.io.PrintStream} it tells when nobody reads any more.
 */
public final class Output {
  private final OutputStream out;

  /** Creates an output that writes to an unbuffered stream. */
  public Output(OutputStream out) {
    this.out = out;
  }

  /** Writes the text and flushes. */
  public void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /**
   * Returns whether a failed write means that there is no reader, as after {@code head} or {@code
   * >&-}, which is no error. Of a full disk, or a pipe that its other owner has set not to block,
   * it is one. Where standard output was closed from the start, the JVM's first file took its
   * number, which cannot be written.
   */
  public boolean hasLostReader(IOException failure) {
    return !(out instanceof FileOutputStream)
        || SystemError.BROKEN_PIPE.isThatOf(failure)
        || SystemError.BAD_DESCRIPTOR.isThatOf(failure)
        || SystemError.CONNECTION_RESET.isThatOf(failure);
  }
}
