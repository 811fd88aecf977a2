package dev.holdfast.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.RealSubscription;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.sim.World;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client in simulated time; what it connects to, if it does, refuses at once. */
class RealStreamClientTest {
  private final World world = new World(3);

  /** A control thread that is never late: what is due runs before who scheduled it goes on. */
  private final Timers prompt =
      new Timers() {
        @Override
        public Timer schedule(long delayNanos, Runnable task) {
          if (delayNanos > 0) {
            return world.schedule(delayNanos, task);
          }
          task.run();
          return () -> {};
        }

        @Override
        public void close() {
          world.close();
        }
      };

  private final RealStreamClient client =
      new RealStreamClient(
          new OkHttpClient(), new Environment(world, prompt, world, world::execute));

  @AfterEach
  void close() {
    client.close();
  }

  private static StreamRequest request(int port) {
    return StreamRequest.builder("http://127.0.0.1:" + port + "/")
        .transports(TransportType.SSE)
        .build();
  }

  /** Such as a shared one, whose last subscription a client that closes cancels meanwhile. */
  @Test
  void aStreamThatIsCancelledBeforeItBeginsIsNotKept() {
    RealSubscription stream = client.create(request(1), event -> {}, () -> {});
    stream.cancel();
    client.start(stream);
    RealSubscription next = client.create(request(1), event -> {}, () -> {});
    client.start(next);
    next.cancel();
    world.run(30_000);
    // As long as there are streams, the client looks every few seconds if the machine slept.
    assertThat(world.pending()).isZero();
  }

  @Test
  void aChannelIsNotShared() {
    StreamRequest request = request(1).newBuilder().share().build();
    assertThatThrownBy(() -> client.open(request, event -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("share()");
  }

  @Test
  void asTheNetworkChangesOneOfThoseThatAreHeldLooksAtOnce() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<Subscription> streams = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      streams.add(client.subscribe(request(port), event -> {}));
    }
    assertThat(
            world.runUntil(
                () -> streams.stream().allMatch(one -> one.diagnostics().heldBy() != null),
                120_000))
        .isTrue();
    Instant now = Instant.ofEpochMilli(world.wallMillis());
    client.networkChanged("other");
    world.run(50);
    assertThat(
            streams.stream()
                .flatMap(one -> one.diagnostics().attempts().stream())
                .filter(
                    attempt ->
                        !attempt.startedAt().isBefore(now)
                            && attempt.verdict() == Verdict.UNREACHABLE))
        .hasSize(1);
  }
}
