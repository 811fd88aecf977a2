package dev.holdfast.internal.sim;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.Attempt;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.AttemptSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import okhttp3.Headers;

/** A connection: a pipe with a latency, read by a reader that waits while the listener is busy. */
final class SimAttempt implements Attempt {
  /** What travels: an event, or the end of the connection. */
  private record Item(long arrivesAt, SimServer.Entry entry, AttemptEnd end) {}

  private final SimNetwork network;
  private final World world;
  private final AttemptSpec spec;
  private final AttemptSink sink;
  private final Deque<Item> pipe = new ArrayDeque<>();
  private boolean cancelled;
  private boolean closing;
  private boolean silent;
  private boolean ended;
  private boolean open;
  private boolean pumping;
  private long lastArrival;
  private int latency;
  private int untilFault;

  SimAttempt(SimNetwork network, AttemptSpec spec, AttemptSink sink) {
    this.network = network;
    this.world = network.world;
    this.spec = spec;
    this.sink = sink;
    this.latency = network.latency();
    this.untilFault = network.eventsUntilFault();
    world.after(latency, this::arriveAtServer);
  }

  private void arriveAtServer() {
    if (cancelled) {
      end(network.reset());
    } else if (network.server.isDown()) {
      world.after(latency, () -> end(network.refused()));
    } else if (network.server.isGone(spec.cursor())) {
      world.after(latency, () -> end(network.gone()));
    } else {
      network.opens++;
      var replay = network.server.open(this, spec.cursor());
      world.after(latency, this::opened);
      replay.forEach(this::send);
    }
  }

  private void opened() {
    if (cancelled) {
      end(network.reset());
    } else if (!ended && !silent) {
      open = true;
      sink.opened(new ConnectionInfo(TransportType.SSE, spec.number(), 200, Headers.of()), false);
      sink.proven();
      pump();
    }
  }

  /** From the server: an event. */
  void send(SimServer.Entry entry) {
    if (closing || silent) {
      return;
    }
    push(entry, null, network.delay());
    if (--untilFault == 0) {
      network.strike(this);
    }
  }

  /** From the server: the end, in good order. */
  void finish() {
    closing = true;
    network.server.closed(this);
    push(null, network.finished(), 0);
  }

  /** From the network: the end, with the last events lost on the way. */
  void reset(int lostOnTheWay) {
    closing = true;
    network.server.closed(this);
    for (int i = 0; i < lostOnTheWay && !pipe.isEmpty(); i++) {
      pipe.removeLast();
    }
    push(null, network.reset(), 0);
  }

  /** From the network: nothing more arrives, and neither side is told. */
  void goSilent() {
    silent = true;
    pipe.clear();
  }

  /** From the network: nothing arrives for a time. */
  void stall(int millis) {
    lastArrival = Math.max(lastArrival, world.millis() + millis);
  }

  private void push(SimServer.Entry entry, AttemptEnd end, int delay) {
    lastArrival = Math.max(lastArrival, world.millis() + latency + delay);
    pipe.add(new Item(lastArrival, entry, end));
    pump();
  }

  /** The reader: takes what has arrived, one item at a time. */
  private void pump() {
    Item next = pipe.peek();
    if (!open || pumping || ended || next == null) {
      return;
    }
    pumping = true;
    long wait = Math.max(next.arrivesAt, network.listener.busyUntil()) - world.millis();
    world.after(Math.max(1, wait), this::read);
  }

  private void read() {
    pumping = false;
    if (ended || (cancelled && !world.chance(0.5))) {
      // Otherwise the reader had this event in its hands when it was cancelled.
      end(network.reset());
      return;
    }
    Item item = pipe.poll();
    if (item == null) {
      return;
    }
    if (network.listener.busyUntil() > world.millis()) {
      pipe.addFirst(item);
    } else if (item.end != null) {
      end(item.end);
    } else {
      SimServer.Entry entry = item.entry;
      sink.event(
          StreamEvent.create(
              entry.id(),
              entry.id() == null ? lastKnown(entry) : entry.id(),
              "message",
              entry.data(),
              TransportType.SSE));
    }
    pump();
  }

  private String lastKnown(SimServer.Entry entry) {
    return network.server.kind == ServerKind.LIVE_ONLY ? null : entry.cursorAfter();
  }

  private void end(AttemptEnd end) {
    if (!ended) {
      ended = true;
      network.server.closed(this);
      sink.ended(end);
    }
  }

  @Override
  public void cancel() {
    if (!cancelled) {
      cancelled = true;
      network.server.closed(this);
      if (pipe.isEmpty()) {
        world.after(1, () -> end(network.reset()));
      }
    }
  }

  static AttemptEnd ended(Verdict verdict, StreamException.Reason reason) {
    return AttemptEnd.of(verdict, reason, "simulated");
  }
}
