package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Connections that work, and are replaced: by a better transport's, or by a younger one. */
class RenewalScriptTest extends StreamScript {
  private static final int INTERVAL = 5 * 60_000;

  RenewalScriptTest() {
    request = StreamRequest.builder("http://simulated/").heartbeat(HeartbeatPolicy.none()).build();
  }

  private Line pollsAfterARefusal() {
    start();
    transport.last().refuses(406);
    settle();
    Line poll = transport.last();
    assertThat(poll.type).isEqualTo(LONG_POLL);
    poll.opens().brings("1", "2");
    settle();
    heard.clear();
    return poll;
  }

  private Line nextWithin(int millis) {
    int before = transport.lines.size();
    assertThat(world.runUntil(() -> transport.lines.size() > before, millis)).isTrue();
    return transport.last();
  }

  @Test
  void theBetterTransportIsAskedAgainAfterAWhileAndTakesOver() {
    Line poll = pollsAfterARefusal();
    world.run(INTERVAL - 100);
    assertThat(transport.lines).hasSize(2);
    Line sse = nextWithin(INTERVAL / 10 + 200);
    assertThat(sse.type).isEqualTo(SSE);
    assertThat(sse.spec.cursor()).isEqualTo("1");
    poll.asksFrom("2").brings("3");
    sse.opens().brings("2", "3");
    settle();
    assertThat(poll.cancelled).isTrue();
    sse.brings("4");
    hears("3", "open 3", "4");
    assertThat(stream.diagnostics().transport()).isEqualTo(SSE);
  }

  @Test
  void aRefusalOfTheBetterTransportChangesNothingAndIsNotSoonRepeated() {
    Line poll = pollsAfterARefusal();
    nextWithin(INTERVAL + INTERVAL / 10 + 200).refuses(406);
    settle();
    assertThat(poll.cancelled).isFalse();
    world.run(INTERVAL - 1_000);
    assertThat(transport.lines).hasSize(3);
    world.run(INTERVAL);
    assertThat(transport.lines).hasSize(4);
    hears();
  }

  @Test
  void aBetterTransportThatIsMutedIsGivenUpAfterAWhile() {
    Line poll = pollsAfterARefusal();
    Line sse = nextWithin(INTERVAL + INTERVAL / 10 + 200).opensSilently();
    world.run(16_000);
    assertThat(sse.cancelled).isTrue();
    assertThat(poll.cancelled).isFalse();
    hears();
  }

  @Test
  void aBetterTransportThatHadOnlyFailedIsAskedAgainWithinSeconds() {
    start();
    transport.last().fails(500);
    settle();
    Line poll = transport.last().opens().brings("1", "2");
    Line sse = nextWithin(2_500);
    assertThat(sse.type).isEqualTo(SSE);
    sse.opens().brings("2");
    settle();
    assertThat(poll.cancelled).isTrue();
  }

  @Test
  void oneStreamOfAnOriginAsksForAll() {
    pollsAfterARefusal();
    // Another stream of the origin has just asked.
    world.run(INTERVAL - 1_000);
    assertThat(memory.mayProbe(request, SSE)).isTrue();
    assertThat(memory.mayProbe(request, SSE)).isFalse();
    world.run(INTERVAL / 10 + 2_000);
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void aStreamOnTheBestTransportAsksForNothing() {
    opened("1", "2");
    world.run(24 * 3_600_000L);
    assertThat(transport.lines).hasSize(1);
  }

  @Test
  void anOldConnectionIsReplacedOnceAnAge() {
    request = request.newBuilder().maxConnectionAge(Duration.ofMinutes(30)).build();
    opened("1", "2");
    long end = world.millis() + 24 * 3_600_000L;
    while (world.millis() < end) {
      int before = transport.lines.size();
      assertThat(world.runUntil(() -> transport.lines.size() > before, 30 * 60_000)).isTrue();
      transport.last().opens().brings("2");
      settle();
    }
    assertThat(transport.lines.size()).isBetween(48, 55);
    assertThat(transport.lines.stream().filter(line -> !line.cancelled)).hasSize(1);
    assertThat(heard).doesNotContain("1", "2");
  }

  @Test
  void withoutOverlapAnOldConnectionIsClosedFirst() {
    request = request.newBuilder().maxConnectionAge(Duration.ofMinutes(30)).overlap(false).build();
    Line first = opened("1", "2");
    nextWithin(30 * 60_000);
    assertThat(first.cancelled).isTrue();
    assertThat(transport.last().spec.cursor()).isEqualTo("2");
  }

  @Test
  void aRefusedTransportIsAskedAgainSoonInANewNetwork() {
    pollsAfterARefusal();
    memory.network("office");
    stream.networkChanged();
    settle();
    Line poll = transport.last();
    assertThat(poll.type).isEqualTo(LONG_POLL);
    poll.opens().brings("2", "3");
    settle();
    world.run(2_300);
    assertThat(transport.last().type).isEqualTo(SSE);
    transport.last().opens().brings("2", "3");
    settle();
    assertThat(poll.cancelled).isTrue();
  }

  @Test
  void aNewNetworkIsAskedForTheBestAtOnce() {
    Line poll = pollsAfterARefusal();
    memory.network("office");
    memory.works(request, SSE);
    stream.networkChanged();
    settle();
    assertThat(transport.last().type).isEqualTo(SSE);
    transport.last().opens().brings("2", "3");
    hears("open 3", "3");
    assertThat(poll.cancelled).isTrue();
  }

  @Test
  void onANewNetworkAStreamThatWaitsBeginsWithTheBestAgain() {
    pollsAfterARefusal().fails(503);
    settle();
    memory.network("office");
    memory.works(request, SSE);
    stream.networkChanged();
    settle();
    assertThat(transport.last().type).isEqualTo(SSE);
    transport.last().refuses(406);
    settle();
    assertThat(transport.last().type).isEqualTo(LONG_POLL);
    transport.last().opens().brings("3");
    hears("retry 0", "open 4", "3");
  }
}
