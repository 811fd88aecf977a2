package dev.holdfast.cli.options;

/** The command line asks for something that cannot be. The message is one line, free of secrets. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception that says which option or value is wrong, and how. */
  public UsageException(String message) {
    super(message);
  }
}
