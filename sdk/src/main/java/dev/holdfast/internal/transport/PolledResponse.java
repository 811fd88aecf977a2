package dev.holdfast.internal.transport;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.dialect.PollAnswer;

/** An answer to a poll, with the response that it came in. Immutable. */
final class PolledResponse {
  final ConnectionInfo connection;
  final PollAnswer answer;

  PolledResponse(ConnectionInfo connection, PollAnswer answer) {
    this.connection = connection;
    this.answer = answer;
  }
}
