package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.dialect.SocketConversation.Sending;
import dev.holdfast.internal.sim.World;
import dev.holdfast.internal.transport.Attempt;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.PostEnd;
import dev.holdfast.internal.transport.Poster;
import dev.holdfast.internal.transport.Transport;
import dev.holdfast.internal.transport.Transports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import okhttp3.Headers;

/** A server that takes messages, each ID once, and the bad way to it, in simulated time. */
final class SimInbox implements Transports, Poster {
  private static final StreamException LOST = new StreamException(Reason.CONNECTION_LOST, "", null);

  private final World world;
  final Map<String, String> accepted = new LinkedHashMap<>();
  final Map<String, Integer> deliveries = new HashMap<>();
  final List<Line> lines = new ArrayList<>();
  int posts;
  int bySocket;

  // What goes wrong.
  boolean away;
  boolean blocksSockets;
  double swallowed;
  double cut;

  private int posting;

  SimInbox(World world) {
    this.world = world;
  }

  private void deliver(OutgoingMessage message) {
    deliveries.merge(message.ref(), 1, Integer::sum);
    accepted.putIfAbsent(message.ref(), message.text());
  }

  private static StreamEvent event(String id, TransportType type) {
    return StreamEvent.create(id, id, "message", id, type);
  }

  @Override
  public Transport get(TransportType type) {
    return (spec, sink) -> {
      Line line = new Line(type, spec, sink);
      world.after(world.between(1, 30), line::answer);
      return line;
    };
  }

  /** Ends every connection that there is. */
  void cutAll() {
    new ArrayList<>(lines).forEach(Line::breaks);
  }

  final class Line implements Attempt {
    private final TransportType type;
    private final AttemptSpec spec;
    private final AttemptSink sink;
    private boolean over;
    private long lastArrival;

    Line(TransportType type, AttemptSpec spec, AttemptSink sink) {
      this.type = type;
      this.spec = spec;
      this.sink = sink;
    }

    private void answer() {
      if (over) {
        return;
      }
      if (away || (type == TransportType.WEBSOCKET && blocksSockets)) {
        over = true;
        sink.ended(new AttemptEnd(Verdict.UNREACHABLE, LOST, 0));
        return;
      }
      lines.add(this);
      sink.opened(new ConnectionInfo(type, spec.number(), 200, Headers.of()), false);
      sink.proven();
      if (type == TransportType.WEBSOCKET) {
        sink.uplink().ready(Sending.ACKNOWLEDGED);
      }
      if (spec.cursor() == null) {
        sink.event(event("1", type));
      }
      if (spec.cursor() == null || spec.cursor().equals("1")) {
        sink.event(event("2", type));
      }
    }

    private void breaks() {
      if (!over) {
        cancel();
        sink.ended(new AttemptEnd(Verdict.LOST, LOST, 0));
      }
    }

    @Override
    public void cancel() {
      over = true;
      lines.remove(this);
    }

    @Override
    public void send(OutgoingMessage message) {
      assertThat(posting).as("nothing overtakes a POST").isZero();
      // A connection keeps the order.
      lastArrival = Math.max(lastArrival + 1, world.nanoTime() + world.between(1, 40) * 1_000_000L);
      world.schedule(lastArrival - world.nanoTime(), () -> arrives(message));
    }

    private void arrives(OutgoingMessage message) {
      if (over) {
        return;
      }
      if (world.chance(cut / 2)) {
        breaks();
        return;
      }
      bySocket++;
      deliver(message);
      if (world.chance(cut / 2)) {
        breaks();
      } else if (!world.chance(swallowed)) {
        for (int i = 0; i < (world.chance(0.1) ? 2 : 1); i++) {
          world.after(world.between(1, 200), () -> acknowledge(message));
        }
      }
    }

    private void acknowledge(OutgoingMessage message) {
      if (!over) {
        sink.uplink().acknowledged(message.ref());
      }
    }
  }

  @Override
  public Posting post(OutgoingMessage message, boolean fresh, Consumer<PostEnd> onEnd) {
    assertThat(posting++).as("one at a time").isZero();
    posts++;
    world.after(
        world.between(1, 100),
        () -> {
          posting--;
          boolean arrives = !away && !world.chance(cut);
          if (arrives) {
            deliver(message);
          }
          onEnd.accept(
              arrives && !world.chance(swallowed)
                  ? PostEnd.accepted()
                  : PostEnd.again(LOST, true, 0));
        });
    return () -> {};
  }
}
