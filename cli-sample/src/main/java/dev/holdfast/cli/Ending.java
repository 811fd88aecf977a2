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

  /** Sending broke down, which is nobody's fault but ours, or the memory's. */
  static Ending broken(Throwable why) {
    return new Ending(
        ExitCode.GAVE_UP, new Closing("INTERNAL", "cannot go on sending: " + why, true));
  }

  /** Whether this is how a connection ends, rather than what it brought or what we made of it. */
  static boolean isOfAConnection(StreamException cause) {
    return switch (ExitCode.lastFailure(cause).reason()) {
      case PROTOCOL, LINE_TOO_LONG, EVENT_TOO_LARGE, LISTENER_FAILED, INTERNAL, CURSOR_STORE ->
          false;
      default -> true;
    };
  }

  /** The only connection that was wanted is over, after it brought events. */
  static Ending disconnected(StreamException cause) {
    return new Ending(ExitCode.OK, closing(cause, false));
  }

  private static Closing closing(StreamException cause, boolean failed) {
    return new Closing(ExitCode.lastFailure(cause).reason().name(), cause.getMessage(), failed);
  }
}
