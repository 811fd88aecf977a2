package dev.holdfast.internal.session;

import dev.holdfast.dialect.OutgoingMessage;
import org.jspecify.annotations.Nullable;

/** A message in the outbox. Its fields are confined to the stream's serial context. */
public final class OutboxEntry {
  final long number;
  private final OutgoingMessage message;
  private final long bytes;
  private final RealReceipt receipt;

  /** What it is on its way by; null while it waits. */
  @Nullable Object route;

  boolean acknowledgedByRoute;
  long sentAt;

  /** How long its acknowledgement may take; 0 if its route sees to that. */
  long patienceNanos;

  /** When it may go out again, if it has to pause. */
  long dueAt;

  boolean pauses;

  /** It went out once by a route of which nobody knows whether it arrived. */
  boolean inDoubt;

  OutboxEntry(long number, OutgoingMessage message, long bytes, RealReceipt receipt) {
    this.number = number;
    this.message = message;
    this.bytes = bytes;
    this.receipt = receipt;
  }

  public OutgoingMessage message() {
    return message;
  }

  public long bytes() {
    return bytes;
  }

  public RealReceipt receipt() {
    return receipt;
  }

  String id() {
    return message.ref();
  }

  @Override
  public String toString() {
    return receipt.toString();
  }
}
