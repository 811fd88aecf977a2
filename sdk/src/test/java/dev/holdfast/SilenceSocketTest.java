package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.internal.connection.RealSubscription;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.Served;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that die without a word, and those that are only quiet, over real sockets. */
@Timeout(30)
class SilenceSocketTest {
  /** What {@link HeartbeatPolicy#auto} grants a connection with a rhythm of less than 2 s. */
  private static final long LEAST_MILLIS = 5_000;

  private static StreamRequest.Builder request(World world) {
    return world.request().transports(TransportType.SSE).lastEventId("0");
  }

  private static void publish(World world, int events) {
    for (int i = 0; i < events; i++) {
      world.timeline.publish();
    }
  }

  /** One that stops in mid-stream: by a fault of the server, or in the network. */
  private record Dying(World world, boolean byServer, RealSubscription stream) {}

  @Test
  void aDeadConnectionWithAKnownRhythmIsReplacedInTime() throws Exception {
    List<Dying> all = new ArrayList<>();
    try {
      for (Speech speech : new Speech[] {Speech.H1, Speech.H1_TLS, Speech.H2}) {
        for (boolean byServer : new boolean[] {true, false}) {
          World world = new World(speech);
          world.log.heartbeat(Duration.ofMillis(300));
          if (byServer) {
            // Two events, and heartbeats of three bytes.
            world.log.enqueue(Fault.stallAfterBytes("id: 1\ndata: 1\n\n".length() * 2 + 12));
          }
          publish(world, 2);
          all.add(new Dying(world, byServer, world.subscribe(request(world))));
        }
      }
      for (Dying each : all) {
        each.world.timeline.heardAt("2");
      }
      long start = System.nanoTime();
      Await.until("four beats", () -> World.millis(start, System.nanoTime()) > 1_400);
      for (Dying each : all) {
        if (!each.byServer) {
          each.world.proxy.stall();
        }
      }
      List<Long> deaths = all.stream().map(each -> each.world.proxy.forwardedAt()).toList();
      for (Dying each : all) {
        each.world.timeline.flow(100);
      }
      for (int i = 0; i < all.size(); i++) {
        World world = all.get(i).world;
        SeenRequest second = world.requests(Served.SSE, 2).get(1);
        long missed = world.timeline.heardAt("3");
        System.out.printf(
            "silence: %s, %s: asked after %d ms, the first missed event after %d ms%n",
            second.protocol(),
            all.get(i).byServer ? "server stalls" : "dead network",
            World.millis(deaths.get(i), second.nanoTime()),
            World.millis(deaths.get(i), missed));
        assertThat(World.millis(deaths.get(i), missed))
            .isBetween(LEAST_MILLIS - 50, LEAST_MILLIS + World.SLACK_MILLIS);
        assertThat(second.cursor()).isEqualTo("1");
        // Over HTTP/2 the first connection could have carried the second request, if it lived.
        assertThat(second.connection()).isEqualTo(2);
      }
      for (Dying each : all) {
        each.world.timeline.stop();
        each.world.timeline.assertEachOnceInOrder();
        assertThat(each.world.log.requestCount()).isEqualTo(2);
        assertThat(each.world.timeline.opened()).containsExactly(1, 2);
      }
    } finally {
      for (Dying each : all) {
        each.world.close();
      }
    }
  }

  @Test
  void whatADeadNetworkDeliversInTheEndIsHeardOnce() throws Exception {
    try (World world = new World(Speech.H1)) {
      publish(world, 2);
      RealSubscription stream = world.subscribe(request(world));
      world.timeline.heardAt("2");
      world.proxy.stall();
      world.timeline.flow(100);
      stream.verify();
      world.timeline.heardAt("20");
      world.proxy.resume();
      world.timeline.heardAt("80");
      world.timeline.stop();
      world.timeline.assertEachOnceInOrder();
    }
  }

  @Test
  void aFixedDeadlineEndsAConnection() throws Exception {
    Duration deadline = Duration.ofMillis(1_200);
    List<Dying> all = new ArrayList<>();
    try {
      for (Speech speech : new Speech[] {Speech.H1, Speech.H1_TLS, Speech.H2}) {
        World world = new World(speech);
        publish(world, 2);
        world.log.heartbeat(Duration.ofMillis(400));
        StreamRequest.Builder request = request(world).heartbeat(HeartbeatPolicy.fixed(deadline));
        all.add(new Dying(world, false, world.subscribe(request)));
      }
      for (Dying each : all) {
        each.world.timeline.heardAt("2");
      }
      long start = System.nanoTime();
      // Beyond the deadline, but not beyond it since the last beat.
      Await.until("beats", () -> World.millis(start, System.nanoTime()) > 1_500);
      for (Dying each : all) {
        assertThat(each.world.log.requestCount()).isEqualTo(1);
        each.world.proxy.stall();
      }
      List<Long> deaths = all.stream().map(each -> each.world.proxy.forwardedAt()).toList();
      for (int i = 0; i < all.size(); i++) {
        World world = all.get(i).world;
        publish(world, 1);
        RetryInfo retry = world.timeline.next(RetryInfo.class);
        assertThat(retry.cause().reason()).isEqualTo(Reason.SILENT);
        SeenRequest second = world.requests(Served.SSE, 2).get(1);
        assertThat(World.millis(deaths.get(i), second.nanoTime()))
            .isBetween(deadline.toMillis() - 10, deadline.toMillis() + World.SLACK_MILLIS);
        assertThat(second.connection()).isEqualTo(2);
        world.timeline.assertEachOnceInOrder();
        assertThat(all.get(i).stream.diagnostics().attempts().get(0).verdict())
            .isEqualTo(Verdict.LOST);
      }
    } finally {
      for (Dying each : all) {
        each.world.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H2"})
  void aSlowAppIsNoSilence(Speech speech) throws Exception {
    try (World world = new World(speech)) {
      world.log.heartbeat(Duration.ofMillis(50));
      CountDownLatch entered = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      AtomicInteger heard = new AtomicInteger();
      publish(world, 1);
      world.client.subscribe(
          request(world).heartbeat(HeartbeatPolicy.fixed(Duration.ofMillis(300))).build(),
          event -> {
            heard.incrementAndGet();
            entered.countDown();
            release.await();
          });
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
      publish(world, 100);
      assertThat(Await.holdsFor(Duration.ofMillis(1_000), () -> world.log.requestCount() == 1))
          .isTrue();
      release.countDown();
      Await.until("the rest", () -> heard.get() == 101);
      assertThat(Await.holdsFor(Duration.ofMillis(400), () -> world.log.requestCount() == 1))
          .isTrue();
    }
  }

  private static boolean isDropped(Subscription stream, int attempt) {
    return stream.diagnostics().attempts().stream()
        .anyMatch(report -> report.attempt() == attempt && report.next() == Next.KEEP_CURRENT);
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H2"})
  void aQuietConnectionThatMissedNothingStays(Speech speech) throws Exception {
    try (World world = new World(speech)) {
      publish(world, 2);
      RealSubscription stream = world.subscribe(request(world));
      world.timeline.heardAt("2");
      for (int i = 2; i <= 4; i++) {
        stream.verify();
        int candidate = i;
        Await.until("candidate " + i + " goes", () -> isDropped(stream, candidate));
      }
      publish(world, 10);
      world.timeline.assertEachOnceInOrder();
      assertThat(world.timeline.opened()).containsExactly(1);
      world.log.awaitSubscribers(1, Duration.ofSeconds(5));
    }
  }

  @Test
  void aServerOfOneConnectionAUserIsKnownAfterTwo() throws Exception {
    try (World world = new World(Speech.H1)) {
      AtomicInteger ended = new AtomicInteger();
      world.log.faults(
          Served.SSE,
          connection -> {
            // One that the client has closed itself may be on its way.
            Await.holdsFor(Duration.ofMillis(100), () -> world.proxy.open() > 1);
            ended.addAndGet(world.proxy.dropAllButLast());
            // The client hears of the end first, and then of its acceptance.
            Await.holdsFor(Duration.ofMillis(50), () -> true);
            return Fault.none();
          });
      world.timeline.flow(100);
      world.subscribe(request(world).maxConnectionAge(Duration.ofMillis(300)));
      world.requests(Served.SSE, 6);
      world.timeline.stop();
      world.timeline.assertEachOnceInOrder();
      assertThat(ended).hasValue(2);
    }
  }
}
