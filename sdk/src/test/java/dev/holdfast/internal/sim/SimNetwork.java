package dev.holdfast.internal.sim;

import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.Transport;
import dev.holdfast.internal.transport.Transports;
import org.jspecify.annotations.Nullable;

/** What lies between client and server, with one kind of fault. */
final class SimNetwork implements Transports {
  final World world;
  final SimServer server;
  final SimListener listener;
  private final FaultKind fault;
  final Middlebox middlebox;
  private boolean healed;
  private @Nullable TransportType lastOpened;
  int opens;
  int polls;

  /** How often the stream went on by another transport. */
  int changes;

  SimNetwork(World world, SimServer server, SimListener listener, FaultKind fault, Mode mode) {
    this.world = world;
    this.server = server;
    this.listener = listener;
    this.fault = fault;
    this.middlebox = new Middlebox(world, server, mode);
  }

  @Override
  public Transport get(TransportType type) {
    return switch (type) {
      case SSE -> (spec, sink) -> new SimAttempt(this, spec, sink);
      case LONG_POLL -> (spec, sink) -> new SimPoll(this, spec, sink);
      case WEBSOCKET -> (spec, sink) -> new SimSocket(this, spec, sink);
    };
  }

  void countOpen(TransportType type) {
    opens++;
    changes += lastOpened != null && lastOpened != type ? 1 : 0;
    lastOpened = type;
  }

  /** No more faults from here. */
  void heal() {
    healed = true;
    middlebox.heal();
  }

  int latency() {
    return world.between(1, 40);
  }

  /** What an event takes on top of the latency. */
  int delay() {
    return fault == FaultKind.SLOW && !healed ? world.between(0, 400) : world.between(0, 5);
  }

  int eventsUntilFault() {
    return world.between(1, 40);
  }

  void strike(SimConnection attempt) {
    if (healed) {
      return;
    }
    switch (fault) {
      case EOF -> attempt.finish();
      case RST -> attempt.reset(world.between(0, 5));
      case HALF_OPEN -> attempt.goSilent();
      case STALL -> {
        attempt.stall(world.between(500, 20_000));
        if (world.chance(0.5)) {
          world.after(world.between(100, 30_000), () -> attempt.reset(world.between(0, 5)));
        }
      }
      case SLOW -> {
        if (world.chance(0.3)) {
          attempt.finish();
        }
      }
      case SERVER_RESTART -> server.restart(world.between(100, 5_000));
    }
  }

  AttemptEnd refused() {
    return SimConnection.ended(Verdict.UNREACHABLE, Reason.UNREACHABLE);
  }

  AttemptEnd gone() {
    return new AttemptEnd(
            Verdict.REFUSED, new StreamException(Reason.HTTP_STATUS, "HTTP 410", 410, null), 0)
        .cursorSeen();
  }

  AttemptEnd reset() {
    return SimConnection.ended(Verdict.LOST, Reason.CONNECTION_LOST);
  }

  AttemptEnd finished() {
    return SimConnection.ended(Verdict.LOST, Reason.RESPONSE_ENDED);
  }
}
