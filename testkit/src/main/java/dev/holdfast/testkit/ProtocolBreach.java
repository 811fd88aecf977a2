package dev.holdfast.testkit;

import java.io.IOException;

/** The client broke the protocol; the connection is closed with this code. */
final class ProtocolBreach extends IOException {
  private static final long serialVersionUID = 1;

  final int code;

  ProtocolBreach(int code, String reason) {
    super(reason);
    this.code = code;
  }
}
