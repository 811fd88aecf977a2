package dev.holdfast.internal.transport;

/** Says how an attempt ends, from where that is found out to where it is ended. */
final class EndException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient AttemptEnd end;

  EndException(AttemptEnd end) {
    super(end.toString(), end.cause(), false, false);
    this.end = end;
  }

  AttemptEnd end() {
    return end;
  }
}
