package dev.holdfast.internal.transport;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.TransportType;
import dev.holdfast.dialect.PollAnswer;

/** An answer to a poll, with the response that it came in. Immutable. */
final class PolledResponse {
  final ConnectionInfo connection;
  final PollAnswer answer;

  /** Whether the response comes from another origin, where the cursor was not sent. */
  final boolean cursorWithheld;

  PolledResponse(ConnectionInfo connection, PollAnswer answer, boolean cursorWithheld) {
    this.connection = connection;
    this.answer = answer;
    this.cursorWithheld = cursorWithheld;
  }

  /** The same answer, as the first of a poll loop. */
  PolledResponse asPoll(int attempt) {
    ConnectionInfo opened =
        new ConnectionInfo(
            TransportType.LONG_POLL,
            attempt,
            connection.statusCode(),
            connection.headers(),
            connection.protocol());
    return new PolledResponse(opened, answer, cursorWithheld);
  }
}
