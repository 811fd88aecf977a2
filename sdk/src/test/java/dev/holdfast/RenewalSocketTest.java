package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.internal.connection.RealSubscription;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Served;
import java.io.File;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that work and are replaced nevertheless, over real sockets, while events flow. */
@Timeout(30)
class RenewalSocketTest {
  private static final Headers HTML = Headers.of("Content-Type", "text/html");
  private static final int HANDOVERS = 100;

  private static StreamRequest.Builder request(World world) {
    return world.request().lastEventId("0").proofTimeout(Duration.ofMillis(400));
  }

  private static void takesOver(World world, Subscription stream) throws Exception {
    Await.until("an event stream", () -> stream.diagnostics().transport() == TransportType.SSE);
    int heard = world.timeline.heard();
    Await.until("more", () -> world.timeline.heard() > heard + 100);
    world.timeline.stop();
    world.timeline.assertEachOnceInOrder();
    Await.until("no poll", () -> world.log.longPolling().held() == 0);
    world.log.awaitSubscribers(1, Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H2"})
  void anEventStreamThatWasRefusedTakesOverOnceItIsAllowed(Speech speech) throws Exception {
    // Some 5 minutes are some 0.6 seconds.
    long minutes = TimeUnit.MINUTES.toNanos(5);
    try (World world = new World(speech, nanos -> nanos >= minutes ? nanos / 500 : nanos)) {
      world.log.enqueue(Served.SSE, Fault.status(406));
      world.timeline.flow(200);
      Subscription stream = world.subscribe(request(world));
      world.requests(Served.LONG_POLL, 2);
      assertThat(stream.diagnostics().transport()).isEqualTo(TransportType.LONG_POLL);
      takesOver(world, stream);
      assertThat(world.log.requestCount(Served.SSE)).isEqualTo(2);
    }
  }

  @Test
  void anEventStreamThatWasRefusedIsAskedAgainInAnotherNetwork() throws Exception {
    // 2 seconds and a bit are a tenth of it; 5 minutes are 5 minutes.
    long soon = TimeUnit.SECONDS.toNanos(3);
    try (World world = new World(Speech.H1, nanos -> nanos < soon ? nanos / 10 : nanos)) {
      world.log.enqueue(Served.SSE, Fault.status(406));
      world.timeline.flow(200);
      Subscription stream = world.subscribe(request(world));
      world.requests(Served.LONG_POLL, 2);
      Await.until("polled", () -> world.timeline.heard() > 20);
      assertThat(world.log.requestCount(Served.SSE)).isEqualTo(1);
      world.client.networkChanged("x");
      takesOver(world, stream);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H2"})
  void anEventStreamThatWasBlockedTakesOverInAnotherNetwork(Speech speech) throws Exception {
    try (World world = new World(speech)) {
      AtomicBoolean allowed = new AtomicBoolean();
      world.log.faults(
          Served.SSE, connection -> allowed.get() ? Fault.none() : Fault.stallAfterBytes(0));
      world.timeline.flow(200);
      Subscription stream = world.subscribe(request(world));
      Await.until(
          "the verdict", () -> stream.diagnostics().attempts().get(0).verdict() == Verdict.MUTED);
      allowed.set(true);
      world.client.networkChanged("x");
      takesOver(world, stream);
      assertThat(world.log.requestCount(Served.SSE)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H2"})
  void noConnectionGetsOlderThanItMay(Speech speech) throws Exception {
    try (World world = new World(speech)) {
      AtomicInteger most = new AtomicInteger();
      world.log.faults(
          connection -> {
            // This one is not counted yet.
            most.accumulateAndGet(world.log.subscribers() + 1, Math::max);
            return Fault.none();
          });
      world.timeline.flow(200);
      world.subscribe(request(world).maxConnectionAge(Duration.ofMillis(500)));
      world.timeline.heardAt("500");
      world.timeline.stop();
      world.timeline.assertEachOnceInOrder();
      assertThat(world.log.requestCount()).isBetween(5, 6);
      assertThat(most).hasValue(2);
      world.log.awaitSubscribers(1, Duration.ofSeconds(5));
      assertThat(world.timeline.opened()).hasSize(world.log.requestCount());
    }
  }

  private static int descriptors() {
    String[] all = new File("/proc/self/fd").list();
    return all == null ? 0 : all.length;
  }

  private static void handOver(World world, RealSubscription stream, boolean verifies, int times) {
    for (int i = 0; i < times; i++) {
      int before = world.log.requestCount();
      if (verifies) {
        stream.verify();
      } else {
        stream.renew();
      }
      Await.until("a candidate", () -> world.log.requestCount() == before + 1);
      // It has the stream, or it has gone.
      Await.until("one reader", () -> world.readers.alive() == 1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H2"})
  void aHundredHandoversLeaveNothing(Speech speech) throws Exception {
    try (World world = new World(speech)) {
      world.timeline.publish();
      world.timeline.publish();
      RealSubscription stream = world.subscribe(request(world).transports(TransportType.SSE));
      world.timeline.heardAt("2");
      handOver(world, stream, false, 5);
      handOver(world, stream, true, 1);
      Await.until("one connection", () -> world.server.openConnections() <= 2);
      int descriptors = descriptors();
      int timers = world.timers.waiting();
      long start = System.nanoTime();
      handOver(world, stream, false, HANDOVERS);
      // Verifying takes 250 ms each time, so that there are fewer of those.
      handOver(world, stream, true, 5);
      System.out.printf(
          "handovers: %s: %d in %d ms; %d descriptors, %d timers before, %d after%n",
          speech,
          HANDOVERS,
          World.millis(start, System.nanoTime()),
          descriptors,
          timers,
          world.timers.waiting());
      Await.until("the timers of before", () -> world.timers.waiting() <= timers);
      Await.until("one connection", () -> world.server.openConnections() <= 2);
      Await.until("the descriptors of before", () -> descriptors() <= descriptors + 8);
      world.timeline.publish();
      world.timeline.assertEachOnceInOrder();
      world.log.awaitSubscribers(1, Duration.ofSeconds(5));
      stream.cancel();
      Await.until("no reader", () -> world.readers.alive() == 0);
      // The client's own look whether the machine slept.
      Await.until("no timer of the stream", () -> world.timers.waiting() <= 1);
    }
  }
}
