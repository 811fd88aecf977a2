package dev.holdfast.cli.output;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/**
 * What the command talks to.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error, in UTF-8, flushed at each line
 * @param outColours how text looks on standard output
 * @param errColours how text looks on standard error
 * @param clock tells the times that are printed, in the user's time zone
 */
public record Terminal(
    InputStream in,
    Output out,
    PrintStream err,
    Colours outColours,
    Colours errColours,
    Clock clock) {

  /** Returns one that consists of two streams, without colours, at which nobody types. */
  public static Terminal plain(OutputStream out, OutputStream err) {
    return plain(InputStream.nullInputStream(), out, err);
  }

  /** Returns one that consists of three streams, without colours. */
  public static Terminal plain(InputStream in, OutputStream out, OutputStream err) {
    return create(in, out, err, Colours.OFF, Colours.OFF);
  }

  /** Returns one that consists of three streams. */
  public static Terminal create(
      InputStream in, OutputStream out, OutputStream err, Colours outColours, Colours errColours) {
    return new Terminal(
        in,
        new Output(out),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        outColours,
        errColours,
        Clock.systemDefaultZone());
  }
}
