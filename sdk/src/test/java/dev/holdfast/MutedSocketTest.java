package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.internal.connection.RealSubscription;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that accept event streams and hold back what they carry, over real sockets. */
@Timeout(30)
class MutedSocketTest {
  private static final Duration PROOF = Duration.ofMillis(400);
  private static final String TWO_EVENTS = "id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n";

  /**
   * From a cursor: without one, what was held back meanwhile is a possible gap, and is reported.
   */
  private static StreamRequest.Builder request(World world) {
    return world.request().lastEventId("0").proofTimeout(PROOF);
  }

  private static void mute(World world) {
    world.log.faults(Served.SSE, connection -> Fault.stallAfterBytes(0));
  }

  private static AttemptReport attempt(Subscription stream, int number) {
    return stream.diagnostics().attempts().stream()
        .filter(report -> report.attempt() == number)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H2"})
  void whatABufferHoldsComesByAPollAfterTheProofTimeout(Speech speech) throws Exception {
    try (World world = new World(speech)) {
      mute(world);
      Subscription stream = world.subscribe(request(world));
      SeenRequest asked = world.requests(Served.SSE, 1).get(0);
      world.timeline.flow(200);
      long first = World.millis(asked.nanoTime(), world.timeline.heardAt("1"));
      // The time runs from the attempt's start. This machine's round trips are within the slack.
      assertThat(first).isLessThan(PROOF.toMillis() + World.SLACK_MILLIS);
      long before =
          World.millis(asked.nanoTime(), world.requests(Served.LONG_POLL, 1).get(0).nanoTime());
      assertThat(before).isBetween(0L, first);
      Await.until("the verdict", () -> attempt(stream, 1).verdict() != null);
      assertThat(attempt(stream, 1).verdict()).isEqualTo(Verdict.MUTED);
      assertThat(attempt(stream, 1).next()).isEqualTo(Next.FALL_BACK);
      // The poll is the stream's connection by then: what is new comes at once.
      Await.until("more", () -> world.timeline.heard() > 300);
      world.timeline.stop();
      world.timeline.assertEachOnceInOrder();
      assertThat(world.timeline.delayMillis("250")).isLessThan(World.SLACK_MILLIS);
      assertThat(stream.diagnostics().transport()).isEqualTo(TransportType.LONG_POLL);
      assertThat(world.log.requestCount(Served.SSE)).isEqualTo(1);
      world.log.awaitSubscribers(0, Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @CsvSource({"H1, 900, SSE", "H2, 900, SSE", "H1, 2200, LONG_POLL", "H2, 2200, LONG_POLL"})
  void whenTheBufferFlushesNothingIsHeardTwice(Speech speech, int millis, TransportType in)
      throws Exception {
    try (World world = new World(speech)) {
      world.log.faults(Served.SSE, connection -> Fault.holdBytes(Duration.ofMillis(millis)));
      Subscription stream = world.subscribe(request(world));
      SeenRequest asked = world.requests(Served.SSE, 1).get(0);
      world.timeline.flow(200);
      Await.until(
          "the buffer has flushed",
          () -> World.millis(asked.nanoTime(), System.nanoTime()) > millis + 300);
      world.timeline.stop();
      world.timeline.assertEachOnceInOrder();
      assertThat(World.millis(asked.nanoTime(), world.timeline.heardAt("1")))
          .isLessThan(PROOF.toMillis() + World.SLACK_MILLIS);
      assertThat(stream.diagnostics().transport()).isEqualTo(in);
      assertThat(world.log.requestCount(Served.SSE)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H2"})
  void aProxyThatPassesAFirstBlockAndHoldsTheRestIsFound(Speech speech) throws Exception {
    try (World world = new World(speech)) {
      world.log.enqueue(Served.SSE, Fault.stallAfterBytes(TWO_EVENTS.length()));
      mute(world);
      world.timeline.publish();
      world.timeline.publish();
      RealSubscription stream = world.subscribe(request(world));
      world.timeline.heardAt("2");
      world.timeline.flow(100);
      // Doubt, for which nobody can wait here.
      stream.verify();
      SeenRequest second = world.requests(Served.SSE, 2).get(1);
      assertThat(second.cursor()).isEqualTo("1");
      long found = World.millis(second.nanoTime(), world.timeline.heardAt("3"));
      assertThat(found).isLessThan(PROOF.toMillis() + World.SLACK_MILLIS);
      Await.until("more", () -> world.timeline.heard() > 100);
      world.timeline.stop();
      world.timeline.assertEachOnceInOrder();
      assertThat(stream.diagnostics().transport()).isEqualTo(TransportType.LONG_POLL);
      // After its last chance to bring what the poll brought.
      Await.until("the verdict", () -> attempt(stream, 1).verdict() == Verdict.MUTED);
      world.log.awaitSubscribers(0, Duration.ofSeconds(5));
    }
  }

  @Test
  void whatAFirstBlockOfAnotherConnectionBringsIsTakenAtOnce() throws Exception {
    try (World world = new World(Speech.H1)) {
      world.log.faults(Served.SSE, connection -> Fault.stallAfterBytes(TWO_EVENTS.length()));
      for (int i = 0; i < 2; i++) {
        world.timeline.publish();
      }
      RealSubscription stream = world.subscribe(request(world));
      world.timeline.heardAt("2");
      world.timeline.publish();
      stream.verify();
      // The event before, by which it is in sync, and the one that was held back.
      world.timeline.heardAt("3");
      world.timeline.assertEachOnceInOrder();
      assertThat(world.timeline.opened()).containsExactly(1, 2);
      world.log.awaitSubscribers(1, Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H2"})
  void headersThatComeWithTheFirstEventAreNoError(Speech speech) throws Exception {
    try (World world = new World(speech)) {
      world.log.faults(Served.SSE, connection -> Fault.delayHeaders(Duration.ofMillis(1_000)));
      Subscription stream = world.subscribe(request(world));
      SeenRequest asked = world.requests(Served.SSE, 1).get(0);
      world.log.longPolling().awaitHeld(1, Duration.ofSeconds(5));
      assertThat(stream.state()).isEqualTo(ConnectionState.CONNECTING);
      world.timeline.flow(100);
      // The poll brings it; the event stream is there in time to bring it too.
      assertThat(World.millis(asked.nanoTime(), world.timeline.heardAt("1"))).isLessThan(1_000);
      Await.until("it opens", () -> attempt(stream, 1).openedAfter() != null);
      Await.until("more", () -> world.timeline.heard() > 120);
      world.timeline.stop();
      world.timeline.assertEachOnceInOrder();
      assertThat(world.log.requestCount(Served.SSE)).isEqualTo(1);
      assertThat(stream.diagnostics().transport()).isEqualTo(TransportType.SSE);
      assertThat(attempt(stream, 1).verdict()).isIn(null, Verdict.PROVEN);
      world.log.longPolling().awaitHeld(0, Duration.ofSeconds(5));
    }
  }

  @Test
  void lateHeadersOfAQuietStreamTearNothingDown() throws Exception {
    try (World world = new World(Speech.H1)) {
      world.log.faults(Served.SSE, connection -> Fault.delayHeaders(Duration.ofMillis(1_200)));
      Subscription stream = world.subscribe(request(world));
      world.log.longPolling().awaitHeld(1, Duration.ofSeconds(5));
      world.log.awaitSubscribers(1, Duration.ofSeconds(5));
      Await.until("it opens", () -> stream.state() == ConnectionState.OPEN);
      world.log.comment("first line");
      world.log.longPolling().awaitHeld(0, Duration.ofSeconds(5));
      world.timeline.publish();
      world.timeline.assertEachOnceInOrder();
      assertThat(world.log.requestCount(Served.SSE)).isEqualTo(1);
      assertThat(world.log.requestCount(Served.LONG_POLL)).isEqualTo(1);
      assertThat(world.timeline.opened()).containsExactly(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 406, 500})
  void aRefusedPollLeavesAQuietEventStreamAloneForGood(int status) throws Exception {
    long again = TimeUnit.SECONDS.toNanos(30);
    try (World world = new World(Speech.H1, nanos -> nanos == again ? 50_000_000 : nanos)) {
      world.log.faults(Served.LONG_POLL, connection -> Fault.status(status));
      Subscription stream = world.subscribe(request(world));
      world.requests(Served.LONG_POLL, 1);
      if (status == 500) {
        // That is no refusal, so this test sees what the others must not.
        world.requests(Served.LONG_POLL, 3);
      } else {
        assertThat(
                Await.holdsFor(
                    Duration.ofMillis(500), () -> world.log.requestCount(Served.LONG_POLL) == 1))
            .isTrue();
      }
      world.timeline.publish();
      world.timeline.assertEachOnceInOrder();
      assertThat(world.log.requestCount(Served.SSE)).isEqualTo(1);
      assertThat(stream.diagnostics().transport()).isEqualTo(TransportType.SSE);
      assertThat(world.timeline.opened()).containsExactly(1);
    }
  }

  @Test
  void aPollBesideAMutedStreamAsksFromTheSameCursor() throws Exception {
    try (World world = new World(Speech.H1)) {
      mute(world);
      for (int i = 0; i < 5; i++) {
        world.log.publish("" + i);
      }
      Recorder recorder = new Recorder();
      world.client.subscribe(request(world).lastEventId("3").build(), recorder);
      assertThat(recorder.nextData(2)).containsExactly("3", "4");
      assertThat(world.requests(Served.SSE, 1).get(0).cursor()).isEqualTo("3");
      assertThat(world.requests(Served.LONG_POLL, 1).get(0).cursor()).isEqualTo("3");
      assertThat(recorder.hears(Gap.class, Duration.ZERO)).isFalse();
    }
  }

  @Test
  void aMutedStreamBehindARedirectToAnotherOriginIsPolledWhereTheAppSaid() throws Exception {
    try (World world = new World(Speech.H1);
        StreamServer other = StreamServer.builder().start()) {
      other.stream("/moved").faults(connection -> Fault.stallAfterBytes(0));
      world.log.faults(
          Served.SSE, connection -> Fault.redirect(other.url("/moved").toString(), 307));
      for (int i = 0; i < 5; i++) {
        world.log.publish("" + i);
      }
      Recorder recorder = new Recorder();
      Subscription stream =
          world.client.subscribe(request(world).lastEventId("3").build(), recorder);
      assertThat(recorder.nextData(2)).containsExactly("3", "4");
      assertThat(world.requests(Served.LONG_POLL, 1).get(0).cursor()).isEqualTo("3");
      List<SeenRequest> moved = other.requests();
      assertThat(moved).hasSize(1);
      assertThat(moved.get(0).cursor()).isNull();
      Await.until("the verdict", () -> attempt(stream, 1).verdict() == Verdict.MUTED);
      Await.until("no connection", () -> other.openConnections() == 0);
      world.timeline.publish();
      assertThat(recorder.nextData(1)).containsExactly("1");
    }
  }
}
