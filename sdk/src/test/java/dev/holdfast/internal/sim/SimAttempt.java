package dev.holdfast.internal.sim;

import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.AttemptSpec;

/** An event stream: one response that goes on. */
final class SimAttempt extends SimConnection {
  private boolean closing;
  private int untilFault;

  SimAttempt(SimNetwork network, AttemptSpec spec, AttemptSink sink) {
    super(TransportType.SSE, network, spec, sink);
    this.untilFault = network.eventsUntilFault();
    world.after(latency, this::arriveAtServer);
  }

  private void arriveAtServer() {
    AttemptEnd refusal = network.middlebox.refusal(TransportType.SSE);
    if (cancelled) {
      end(network.reset());
    } else if (network.middlebox.swallows(TransportType.SSE)) {
      silent = true;
      if (world.chance(0.5)) {
        tellSent();
      }
    } else if (refusal != null) {
      world.after(latency, () -> end(network.middlebox.salvaged(refusal, spec)));
    } else if (network.server.isDown()) {
      world.after(latency, () -> end(network.refused()));
    } else if (network.server.isGone(spec.cursor())) {
      world.after(latency, () -> end(network.gone()));
    } else {
      tellSent();
      var replay = network.server.open(this, spec.cursor());
      world.after(latency, this::opened);
      replay.forEach(this::produced);
    }
  }

  private void opened() {
    if (cancelled) {
      end(network.reset());
    } else if (!ended && !silent) {
      tellOpened();
      pump();
    }
  }

  @Override
  void produced(SimServer.Entry entry) {
    if (closing || silent) {
      return;
    }
    push(network.delay(), () -> sink.event(event(entry)));
    if (--untilFault == 0) {
      network.strike(this);
    }
  }

  @Override
  void finish() {
    closing = true;
    network.server.closed(this);
    push(0, network.finished());
  }

  @Override
  void reset(int lostOnTheWay) {
    closing = true;
    network.server.closed(this);
    loseLast(lostOnTheWay);
    push(0, network.reset());
  }

  private StreamEvent event(SimServer.Entry entry) {
    String last = entry.id() == null ? lastKnown(entry) : entry.id();
    return StreamEvent.create(entry.id(), last, "message", entry.data(), TransportType.SSE);
  }

  private String lastKnown(SimServer.Entry entry) {
    return network.server.kind == ServerKind.LIVE_ONLY ? null : entry.cursorAfter();
  }
}
