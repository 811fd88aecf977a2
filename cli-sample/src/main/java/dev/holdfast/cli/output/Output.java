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
   * >&-}, which is no error. A file has no reader: there the disk is full or broken. The exception
   * helps little, its message may be in the user's language.
   */
  public boolean hasLostReader(IOException failure) {
    if (!(out instanceof FileOutputStream file)) {
      return true;
    }
    try {
      file.getChannel().position();
    } catch (IOException notSeekable) {
      return true;
    }
    // Where standard output was closed from the start, the JVM's first file took its number.
    return String.valueOf(failure.getMessage()).contains("Bad file descriptor");
  }
}
