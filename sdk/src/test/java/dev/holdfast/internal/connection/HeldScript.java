package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.TransportType;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.transport.Transports;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A stream behind its origin's gate, among others. */
abstract class HeldScript extends StreamScript {
  final OriginGate gate = new OriginGate(world, world, world, GateListener.NONE, memory::isOffline);
  private final List<GateGuest> others = new ArrayList<>();
  final GatedTransports gated = new GatedTransports(transport, gate, request);

  @Override
  Transports transports() {
    return gated;
  }

  /**
   * Five others find that nothing is there; then so many stand before the stream, which like them
   * has lost its connection there.
   */
  void away(int inFront) {
    gated.guest(TransportType.SSE).doubts = true;
    for (int i = 0; i < 5 + inFront; i++) {
      GateGuest other = gate.join(Redaction.origin(request.url()));
      other.doubts = true;
      others.add(other);
    }
    for (int i = 0; i < 5; i++) {
      GateTicket ticket = others.get(i).enter(() -> {});
      assertThat(world.runUntil(ticket::isGranted, 10_000)).isTrue();
      ticket.failed(GateOutcome.AWAY);
    }
    for (int i = 0; i < inFront; i++) {
      others.get(5 + i).enter(() -> {});
    }
  }

  /** So many others have attempts under way, or wait for that: the window is full from 64. */
  List<GateTicket> crowd(int count) {
    List<GateTicket> tickets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      GateGuest other = gate.join(Redaction.origin(request.url()));
      others.add(other);
      tickets.add(other.enter(() -> {}));
    }
    return tickets;
  }

  void othersLeave() {
    others.forEach(GateGuest::leave);
    others.clear();
  }

  @AfterEach
  void leave() {
    stream.cancel();
    othersLeave();
    gated.leave();
  }
}
