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
import dev.holdfast.internal.transport.Grant;
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
  private final GateConnection connection;
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
    this.connection = guest.connection();
  }

  /** Starts, at once or later; as {@link Transport#open}. */
  void enter() {
    GateTicket entry = guest.enter(sink::letIn);
    ticket = entry;
    if (!entry.isGrantedAtOnce()) {
      sink.gated();
      return;
    }
    try {
      open(spec);
    } catch (RuntimeException | Error noThread) {
      entry.failed(GateOutcome.UNKNOWN);
      throw noThread;
    }
  }

  @Override
  public void begin(AttemptSpec now) {
    try {
      open(now);
    } catch (RuntimeException | Error noThread) {
      ticket().failed(GateOutcome.UNKNOWN);
      sink.abandoned(
          AttemptEnd.of(
              Verdict.UNREACHABLE,
              StreamException.Reason.RESOURCES,
              "no thread to read on: " + OneLine.of(noThread),
              noThread));
    }
  }

  private synchronized void open(AttemptSpec what) {
    if (!cancelled && attempt == null) {
      ticket().queued(true);
      attempt = transport.open(what, this);
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
    connection.disconnected();
    if (started != null) {
      started.cancel();
    } else {
      sink.abandoned(
          AttemptEnd.of(
              Verdict.LOST, StreamException.Reason.CONNECTION_LOST, "cancelled before its turn"));
    }
  }

  @Override
  public void giveUp() {
    if (accepted) {
      connection.lost();
    } else {
      ticket().failed(GateOutcome.AWAY);
    }
    cancel();
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

  @Override
  public void gated() {
    sink.gated();
  }

  @Override
  public void granted(Grant grant) {
    sink.granted(grant);
  }

  @Override
  public void letIn() {
    sink.letIn();
  }

  @Override
  public void begun() {
    ticket().queued(false);
    sink.begun();
  }

  @Override
  public void sent() {
    if (!accepted && type == TransportType.LONG_POLL) {
      ticket().held();
    } else if (!accepted && type == TransportType.SSE) {
      // A WebSocket says so before it has a connection.
      ticket().sent();
    }
    sink.sent();
  }

  @Override
  public void opened(ConnectionInfo info, boolean cursorWithheld) {
    accepted = true;
    ticket().accepted();
    connection.received();
    sink.opened(info, cursorWithheld);
  }

  @Override
  public void received() {
    connection.received();
    sink.received();
  }

  @Override
  public boolean mayAskAgain() {
    return connection.mayAskAgain() && sink.mayAskAgain();
  }

  @Override
  public void proven() {
    sink.proven();
  }

  @Override
  public void event(StreamEvent event) {
    sink.event(event);
  }

  @Override
  public void cursor(@Nullable String lastEventId) {
    sink.cursor(lastEventId);
  }

  @Override
  public void asked(@Nullable String cursor) {
    sink.asked(cursor);
  }

  @Override
  public void gap(@Nullable String from, @Nullable String to) {
    sink.gap(from, to);
  }

  @Override
  public void notResumed(@Nullable String from, @Nullable String to) {
    sink.notResumed(from, to);
  }

  @Override
  public void resumed() {
    sink.resumed();
  }

  @Override
  public void comment(long idleNanos) {
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
    GateOutcome outcome = GateOutcome.of(end);
    if (!accepted) {
      ticket().failed(outcome);
    } else if (outcome == GateOutcome.AWAY || end.cause().statusCode() > 0) {
      // A later request of the same attempt, as polls are.
      connection.failed(outcome);
    } else if (end.verdict() == Verdict.LOST) {
      connectionLost(end.cause().reason());
    } else {
      connection.disconnected();
    }
  }

  private void connectionLost(StreamException.Reason reason) {
    switch (reason) {
      case CONNECTION_LOST:
      case SILENT:
      case TIMEOUT:
        connection.lost();
        break;
      case RESPONSE_ENDED:
        connection.ended();
        break;
      default:
        connection.disconnected();
        break;
    }
  }
}
