package dev.holdfast.cli;

import dev.holdfast.StreamException;

/** What the command's exit status means. Scripts depend on it. */
final class ExitCode {
  /** End of stream, limit reached or standard output closed. */
  static final int OK = 0;

  /** Gave up. */
  static final int GAVE_UP = 1;

  /** The command line cannot be carried out. */
  static final int USAGE = 2;

  /** The server or a proxy refused the credentials. */
  static final int CREDENTIALS = 3;

  /** Gave up, and the last failure was a broken protocol. */
  static final int PROTOCOL = 4;

  /** 128 + SIGINT, as shells report it. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** Returns the status for a stream that this failure closed. */
  static int of(StreamException cause) {
    return switch (lastFailure(cause).reason()) {
      case CREDENTIALS_REFUSED -> CREDENTIALS;
      case PROTOCOL, LINE_TOO_LONG, EVENT_TOO_LARGE -> PROTOCOL;
      default -> GAVE_UP;
    };
  }

  /** Returns what went wrong last, where the cause is that a limit was reached after it. */
  static StreamException lastFailure(StreamException cause) {
    return cause.reason() == StreamException.Reason.GAVE_UP
            && cause.getCause() instanceof StreamException last
        ? last
        : cause;
  }
}
