package dev.holdfast.internal.connection;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.internal.OneLine;
import dev.holdfast.internal.transport.Attempt;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.Transport;
import dev.holdfast.internal.transport.UplinkSink;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that starts once its origin's gate lets it, and tells the gate what becomes of it.
 * Safe for use from any thread.
 */
final class GatedAttempt implements Attempt, AttemptSink {
  private final Transport transport;
  private final GateGuest guest;
  private final TransportType type;
  private final AttemptSpec spec;
  private final AttemptSink sink;
  private volatile @Nullable GateTicket ticket;

  /** Guarded by this: what was started, and whether it is to be given up. */
  private @Nullable Attempt attempt;

  private boolean cancelled;

  /** Written by the attempt's reader. */
  private volatile boolean accepted;

  GatedAttempt(
      Transport transport,
      GateGuest guest,
      TransportType type,
      AttemptSpec spec,
      AttemptSink sink) {
    this.transport = transport;
    this.guest = guest;
    this.type = type;
    this.spec = spec;
    this.sink = sink;
  }

  /** Starts, at once or later; as {@link Transport#open}. */
  void enter() {
    GateTicket entry = guest.enter(this::granted);
    ticket = entry;
    if (!entry.isGrantedAtOnce()) {
      sink.gated();
      return;
    }
    try {
      begin();
    } catch (RuntimeException | Error noThread) {
      entry.failed(GateOutcome.UNKNOWN);
      throw noThread;
    }
  }

  private void granted() {
    sink.letIn();
    try {
      begin();
    } catch (RuntimeException | OutOfMemoryError noThread) {
      ticket().failed(GateOutcome.UNKNOWN);
      sink.abandoned(
          AttemptEnd.of(
              Verdict.UNREACHABLE,
              StreamException.Reason.RESOURCES,
              "no thread to read on: " + OneLine.of(noThread),
              noThread));
    }
  }

  private synchronized void begin() {
    if (!cancelled) {
      attempt = transport.open(spec, this);
    }
  }

  @Override
  public void cancel() {
    Attempt started;
    synchronized (this) {
      cancelled = true;
      started = attempt;
    }
    ticket().cancel();
    if (started != null) {
      started.cancel();
    } else {
      sink.abandoned(
          AttemptEnd.of(
              Verdict.LOST, StreamException.Reason.CONNECTION_LOST, "cancelled before its turn"));
    }
  }

  @Override
  public void hurry() {
    ticket().toHead();
  }

  @Override
  public @Nullable String heldBy() {
    GateTicket entry = ticket;
    return entry == null ? null : entry.heldBy();
  }

  @Override
  public long waitsSince() {
    Attempt started = started();
    return started == null ? NOT_WAITING : started.waitsSince();
  }

  @Override
  public void send(OutgoingMessage message) {
    Objects.requireNonNull(started()).send(message);
  }

  @Override
  public long unsentBytes() {
    Attempt own = started();
    return own == null ? 0 : own.unsentBytes();
  }

  @Override
  public UplinkSink uplink() {
    return sink.uplink();
  }

  private synchronized @Nullable Attempt started() {
    return attempt;
  }

  private GateTicket ticket() {
    return Objects.requireNonNull(ticket);
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void gated() {
    sink.gated();
  }

  @Override
  public void letIn() {
    sink.letIn();
  }

  @Override
  public void sent() {
    if (type == TransportType.LONG_POLL && !accepted) {
      ticket().held();
    }
    sink.sent();
  }

  @Override
  public void opened(ConnectionInfo connection, boolean cursorWithheld) {
    accepted = true;
    ticket().accepted();
    sink.opened(connection, cursorWithheld);
  }

  @Override
  public void proven() {
    guest.received();
    sink.proven();
  }

  @Override
  public void event(StreamEvent event) {
    guest.received();
    sink.event(event);
  }

  @Override
  public void cursor(@Nullable String lastEventId) {
    guest.received();
    sink.cursor(lastEventId);
  }

  @Override
  public void asked(@Nullable String cursor) {
    guest.received();
    sink.asked(cursor);
  }

  @Override
  public void gap(@Nullable String from, @Nullable String to) {
    sink.gap(from, to);
  }

  @Override
  public void comment(long idleNanos) {
    guest.received();
    sink.comment(idleNanos);
  }

  @Override
  public void retryHint(long millis) {
    sink.retryHint(millis);
  }

  @Override
  public void ended(AttemptEnd end) {
    tellGate(end);
    sink.ended(end);
  }

  @Override
  public void abandoned(AttemptEnd end) {
    tellGate(end);
    sink.abandoned(end);
  }

  private void tellGate(AttemptEnd end) {
    if (isCancelled()) {
      guest.disconnected();
    } else if (!accepted) {
      ticket().failed(GateOutcome.of(end));
    } else if (end.cause().reason() == StreamException.Reason.CONNECTION_LOST) {
      guest.lost();
    } else {
      guest.disconnected();
    }
  }
}
