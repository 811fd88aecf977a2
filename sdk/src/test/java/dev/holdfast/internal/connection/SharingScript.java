package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.TransportType;
import dev.holdfast.internal.share.Sharing;
import dev.holdfast.internal.sim.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Streams that are shared, whose attempts say what a test tells them, in simulated time. */
abstract class SharingScript {
  final World world = new World(7);
  final ScriptedTransport transport = new ScriptedTransport();
  final List<RealSubscription> upstreams = new ArrayList<>();
  private final TransportMemory memory = new TransportMemory(world);
  final Sharing sharing =
      new Sharing(
          new Sharing.Upstreams() {
            @Override
            public RealSubscription create(
                StreamRequest request, StreamListener listener, Runnable onNoLast) {
              RealSubscription made =
                  new RealSubscription(
                      world.environment(),
                      request,
                      TransportOrder.ofStream(request),
                      listener,
                      transport,
                      memory,
                      over -> {
                        if (over.isCancelled()) {
                          onNoLast.run();
                        }
                      });
              upstreams.add(made);
              return made;
            }

            @Override
            public void start(RealSubscription stream) {
              stream.start();
            }
          });

  static StreamRequest.Builder request() {
    return StreamRequest.builder("http://simulated/").transports(TransportType.SSE).share();
  }

  /** Subscribes and lets what follows happen; null is where a connection of its own is due. */
  @Nullable Subscription subscribe(StreamRequest.Builder request, StreamListener listener) {
    Subscription made = sharing.subscribe(request.build(), listener);
    settle();
    return made;
  }

  Ear ear(StreamRequest.Builder request) {
    Ear ear = new Ear();
    ear.subscription = subscribe(request, ear);
    return ear;
  }

  Ear ear() {
    return ear(request());
  }

  /** What the last attempt says has arrived; no timer of a stream is that short. */
  void settle() {
    world.run(5);
  }

  ScriptedTransport.Line reconnected() {
    int before = transport.lines.size();
    assertThat(world.runUntil(() -> transport.lines.size() > before, 60_000)).isTrue();
    return transport.last();
  }

  @AfterEach
  void leavesNothingBehind() {
    world.refusesTasks = false;
    sharing.close();
    assertThat(transport.lines.stream().filter(line -> !line.cancelled)).isEmpty();
    assertThat(sharing).hasToString("Sharing{0 streams, 0 subscriptions}");
    world.run(10);
    assertThat(world.pending()).isZero();
  }
}
