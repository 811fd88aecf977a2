package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamException;
import dev.holdfast.TransportType;
import org.jspecify.annotations.Nullable;

/** What follows the end of an attempt. Immutable. */
final class Decision {
  final Next next;

  /** What carries the next attempt; not looked at where there is none. */
  final TransportType transport;

  /** Why the stream closes; null where it goes on, and where the server ended it. */
  final @Nullable StreamException cause;

  Decision(Next next, TransportType transport, @Nullable StreamException cause) {
    this.next = next;
    this.transport = transport;
    this.cause = cause;
  }
}
