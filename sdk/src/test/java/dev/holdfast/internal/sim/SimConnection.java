package dev.holdfast.internal.sim;

import dev.holdfast.ConnectionInfo;
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

/** A pipe with a latency, read by a reader that waits while the listener is busy. */
abstract class SimConnection implements Attempt {
  /** What travels: something to tell the sink, or the end of the connection. */
  private record Item(long arrivesAt, Runnable told, AttemptEnd end) {}

  final SimNetwork network;
  final World world;
  final AttemptSpec spec;
  final AttemptSink sink;
  final int latency;
  final TransportType type;
  private final Deque<Item> pipe = new ArrayDeque<>();
  boolean cancelled;
  boolean silent;
  boolean ended;
  boolean open;
  private boolean pumping;

  /** The reader is telling the sink something, and may have to wait for the app there. */
  private boolean telling;

  /** How it ended while the reader was telling something; said by the reader, too. */
  private AttemptEnd endsBy;

  private long lastArrival;
  private long waitsSince = NOT_WAITING;

  SimConnection(TransportType type, SimNetwork network, AttemptSpec spec, AttemptSink sink) {
    this.type = type;
    this.network = network;
    this.world = network.world;
    this.spec = spec;
    this.sink = sink;
    this.latency = network.latency();
  }

  /** From the server: an event was produced. */
  abstract void produced(SimServer.Entry entry);

  /** From the server: the end, in good order. */
  abstract void finish();

  /** From the network: the end, with the last events lost on the way. */
  abstract void reset(int lostOnTheWay);

  /** From the network: nothing more arrives, and neither side is told. */
  void goSilent() {
    silent = true;
    pipe.clear();
  }

  /** From the network: nothing arrives for a time. */
  void stall(int millis) {
    lastArrival = Math.max(lastArrival, world.millis() + millis);
  }

  void loseLast(int count) {
    for (int i = 0; i < count && !pipe.isEmpty(); i++) {
      pipe.removeLast();
    }
  }

  void push(int delay, Runnable told) {
    push(delay, told, null);
  }

  void push(int delay, AttemptEnd end) {
    push(delay, null, end);
  }

  private void push(int delay, Runnable told, AttemptEnd end) {
    if (silent) {
      return;
    }
    lastArrival = Math.max(lastArrival, world.millis() + latency + delay);
    pipe.add(new Item(lastArrival, told, end));
    pump();
  }

  /** A poll has a deadline of its own. */
  @Override
  public long waitsSince() {
    boolean waits = type == TransportType.SSE && !ended && !telling && pipe.isEmpty();
    return waits ? waitsSince : NOT_WAITING;
  }

  /** The request has a connection, and goes out. */
  void tellSent() {
    sink.sent();
    waitsSince = world.nanoTime();
  }

  void tellOpened() {
    open = true;
    waitsSince = world.nanoTime();
    network.countOpen(type);
    sink.opened(new ConnectionInfo(type, spec.number(), 200, Headers.of()), false);
    if (type != TransportType.WEBSOCKET) {
      sink.proven();
    }
  }

  /** The reader: takes what has arrived, one item at a time. */
  void pump() {
    Item next = pipe.peek();
    if (!open || pumping || telling || ended || next == null) {
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
      telling = true;
      item.told.run();
      telling = false;
      waitsSince = world.nanoTime();
      if (endsBy != null) {
        end(endsBy);
      } else if (cancelled && pipe.isEmpty()) {
        end(network.reset());
      }
    }
    pump();
  }

  void end(AttemptEnd end) {
    if (telling) {
      endsBy = end;
    } else if (!ended) {
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
      if (pipe.isEmpty() && !telling) {
        world.after(1, () -> end(network.reset()));
      }
    }
  }

  static AttemptEnd ended(Verdict verdict, StreamException.Reason reason) {
    return AttemptEnd.of(verdict, reason, "simulated");
  }
}
