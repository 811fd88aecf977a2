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
   * Returns whether a failed write means that the reader went away, as {@code head} does, which is
   * no error. A file has no reader: there the disk is full or broken. The exception does not help,
   * its message is in the user's language.
   */
  public boolean hasLostReader() {
    if (!(out instanceof FileOutputStream file)) {
      return true;
    }
    try {
      file.getChannel().position();
      return false;
    } catch (IOException notSeekable) {
      return true;
    }
  }
}
