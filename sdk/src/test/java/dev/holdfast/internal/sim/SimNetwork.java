package dev.holdfast.internal.sim;

import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.Attempt;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.Transport;

/** What lies between client and server, with one kind of fault. */
final class SimNetwork implements Transport {
  final World world;
  final SimServer server;
  final SimListener listener;
  private final FaultKind fault;
  private boolean healed;
  int opens;
  int attempts;

  SimNetwork(World world, SimServer server, SimListener listener, FaultKind fault) {
    this.world = world;
    this.server = server;
    this.listener = listener;
    this.fault = fault;
  }

  @Override
  public Attempt open(AttemptSpec spec, AttemptSink sink) {
    attempts++;
    return new SimAttempt(this, spec, sink);
  }

  /** No more faults from here. */
  void heal() {
    healed = true;
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

  void strike(SimAttempt attempt) {
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
    return SimAttempt.ended(Verdict.UNREACHABLE, Reason.UNREACHABLE);
  }

  AttemptEnd gone() {
    return new AttemptEnd(
            Verdict.REFUSED, new StreamException(Reason.HTTP_STATUS, "HTTP 410", 410, null), 0)
        .cursorSeen();
  }

  AttemptEnd reset() {
    return SimAttempt.ended(Verdict.LOST, Reason.CONNECTION_LOST);
  }

  AttemptEnd finished() {
    return SimAttempt.ended(Verdict.LOST, Reason.RESPONSE_ENDED);
  }
}
