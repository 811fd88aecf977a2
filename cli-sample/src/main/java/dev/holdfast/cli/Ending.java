package dev.holdfast.cli;

import dev.holdfast.StreamException;
import dev.holdfast.cli.output.Closing;
import java.io.IOException;

/**
 * Why a run is over.
 *
 * @param exitCode what the command exits with
 * @param closing how it is told
 */
record Ending(int exitCode, Closing closing) {
  static final Ending END_OF_STREAM =
      new Ending(ExitCode.OK, new Closing("END_OF_STREAM", "the server ended the stream", false));
  static final Ending SENT =
      new Ending(ExitCode.OK, new Closing("SENT", "nothing is left to send", false));
  static final Ending LIMIT_REACHED =
      new Ending(ExitCode.OK, new Closing("LIMIT_REACHED", "--max-events reached", false));
  static final Ending TIME_UP =
      new Ending(ExitCode.OK, new Closing("TIME_UP", "--for is over", false));
  static final Ending STDOUT_CLOSED =
      new Ending(ExitCode.OK, new Closing("STDOUT_CLOSED", "nobody reads standard output", false));
  static final Ending INTERRUPTED =
      new Ending(ExitCode.INTERRUPTED, new Closing("INTERRUPTED", "interrupted", false));

  /** Standard output is a file that cannot be written. */
  static Ending cannotWrite(IOException e) {
    String message = "cannot write to standard output: " + e.getMessage();
    return new Ending(ExitCode.GAVE_UP, new Closing("STDOUT_FAILED", message, true));
  }

  /** The stream was closed by a failure. */
  static Ending failed(StreamException cause) {
    return new Ending(ExitCode.of(cause), closing(cause, true));
  }

  /** The only connection that was wanted is over, after it brought events. */
  static Ending disconnected(StreamException cause) {
    return new Ending(ExitCode.OK, closing(cause, false));
  }

  private static Closing closing(StreamException cause, boolean failed) {
    return new Closing(ExitCode.lastFailure(cause).reason().name(), cause.getMessage(), failed);
  }
}
