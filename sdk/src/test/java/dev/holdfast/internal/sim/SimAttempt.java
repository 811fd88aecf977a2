package dev.holdfast.internal.sim;

import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.AttemptSpec;

/** An event stream: one response that goes on. */
class SimAttempt extends SimConnection {
  private boolean closing;
  private int untilFault;

  SimAttempt(SimNetwork network, AttemptSpec spec, AttemptSink sink) {
    this(TransportType.SSE, network, spec, sink);
  }

  SimAttempt(TransportType type, SimNetwork network, AttemptSpec spec, AttemptSink sink) {
    super(type, network, spec, sink);
    this.untilFault = network.eventsUntilFault();
    world.after(latency, this::arriveAtServer);
  }

  private void arriveAtServer() {
    AttemptEnd refusal = network.middlebox.refusal(type);
    if (cancelled) {
      end(network.reset());
    } else if (network.middlebox.swallows(type)) {
      silent = true;
      if (world.chance(0.5)) {
        tellSent();
      }
    } else if (refusal != null) {
      world.after(latency, () -> end(refused(refusal)));
    } else if (network.server.isDown()) {
      world.after(latency, () -> end(network.refused()));
    } else if (network.server.isGone(spec.cursor())) {
      world.after(latency, () -> end(network.gone()));
    } else {
      tellSent();
      boolean resumed = network.server.saysResumed(spec.cursor());
      var replay = network.server.open(this, spec.cursor());
      world.after(latency, this::opened);
      greet(resumed);
      replay.forEach(this::produced);
    }
  }

  /** How a request ends that something on the way refuses. */
  AttemptEnd refused(AttemptEnd refusal) {
    return network.middlebox.salvaged(refusal, spec);
  }

  /** The server's first words, before any event. */
  void greet(boolean resumed) {}

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
    return StreamEvent.create(entry.id(), last, "message", entry.data(), type);
  }

  private String lastKnown(SimServer.Entry entry) {
    return network.server.kind == ServerKind.LIVE_ONLY ? null : entry.cursorAfter();
  }
}
