package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Candidates, silence and renewal where two of them meet. */
class UpkeepScriptTest extends StreamScript {
  private static final int HOUR = 3_600_000;

  UpkeepScriptTest() {
    request = StreamRequest.of("http://simulated/");
  }

  private Line pollsAfter(int status) {
    start();
    transport.last().refuses(status);
    settle();
    Line poll = transport.last().opens().brings("1", "2");
    assertThat(poll.type).isEqualTo(LONG_POLL);
    settle();
    heard.clear();
    return poll;
  }

  @Test
  void aBetterTransportThatANewNetworkBlocksDoesNotCloseAStreamThatPolls() {
    pollsAfter(406);
    memory.network("office");
    memory.works(request, SSE);
    stream.networkChanged();
    settle();
    Line sse = transport.last();
    assertThat(sse.type).isEqualTo(SSE);
    sse.ends(Verdict.REFUSED, Reason.CREDENTIALS_REFUSED, 403);
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
    Line poll = transport.last();
    assertThat(poll.type).isEqualTo(LONG_POLL);
    poll.opens().brings("2", "3");
    hears("open 4", "3");
  }

  @Test
  void anEventStreamThatSays204OnANewNetworkDoesNotEndAStreamThatPolls() {
    start();
    transport.last().ends(Verdict.ENDED, Reason.RESPONSE_ENDED, 204);
    settle();
    Line poll = transport.last().opens().brings("1", "2");
    assertThat(poll.type).isEqualTo(LONG_POLL);
    stream.networkChanged();
    settle();
    transport.last().ends(Verdict.ENDED, Reason.RESPONSE_ENDED, 204);
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
  }

  @Test
  void aStreamThatMayNotOverlapHasOneConnectionOnANewNetwork() {
    request = request.newBuilder().overlap(false).build();
    Line first = opened("1", "2");
    stream.networkChanged();
    settle();
    assertThat(first.cancelled).isTrue();
    assertThat(transport.last()).isNotSameAs(first);
  }

  @Test
  void aStreamThatMayNotOverlapIsNotBrokenForTheTransportThatItAlreadyHas() {
    request = request.newBuilder().overlap(false).build();
    Line poll = pollsAfter(406);
    world.run(HOUR);
    assertThat(poll.cancelled && transport.last().type == LONG_POLL).isFalse();
  }

  @Test
  void aPollLoopWithoutIdentifiersIsNotBrokenForAnotherPollLoop() {
    start();
    transport.last().refuses(406);
    settle();
    Line poll = transport.last().opens().bringsWithoutId(null, "a");
    settle();
    heard.clear();
    world.run(HOUR);
    hears();
    assertThat(poll.cancelled && transport.last().type == LONG_POLL).isFalse();
  }

  @Test
  void aPollLoopWhoseEveryCursorIsRefusedIsNotAskedInAHotLoop() {
    request = request.newBuilder().transports(LONG_POLL).build();
    start();
    long end = world.millis() + 10_000;
    while (world.millis() < end && transport.lines.size() < 400) {
      Line line = transport.last();
      if (line.cancelled) {
        world.run(5);
      } else if (line.spec.cursor() != null) {
        line.refuses(400);
      } else {
        line.opens().brings("1", "2").asksFrom("2");
        line.endsCursorSeen(Verdict.REFUSED, Reason.HTTP_STATUS, 400);
      }
      world.run(1);
    }
    assertThat(transport.lines).hasSizeLessThan(100);
  }

  @Test
  void noneIsNoneThoughTheServerHasARhythm() {
    request = request.newBuilder().heartbeat(HeartbeatPolicy.none()).build();
    Line line = opened("1", "2");
    for (int i = 0; i < 4; i++) {
      world.run(4_000);
      line.comments(world, 4_000);
    }
    world.run(HOUR);
    assertThat(transport.lines).hasSize(1);
  }

  @Test
  void aProbeDoesNotReplaceTheRescueOfAStreamWhoseNetworkChanged() {
    start();
    transport.last().opensSilently().waits(world);
    world.run(1_000);
    stream.networkChanged();
    settle();
    Line rescue = transport.last();
    assertThat(rescue.type).isEqualTo(SSE);
    world.run(5_000);
    assertThat(rescue.cancelled).isFalse();
  }

  @Test
  void aRenewalThatFailedIsTriedAgain() {
    request =
        request
            .newBuilder()
            .heartbeat(HeartbeatPolicy.none())
            .maxConnectionAge(Duration.ofMinutes(30))
            .build();
    opened("1", "2");
    Line second = reconnectedWithin(31 * 60_000);
    second.fails(503);
    reconnectedWithin(31 * 60_000).opens().brings("2", "3");
    hears("open 3", "3");
  }

  private Line reconnectedWithin(int millis) {
    int before = transport.lines.size();
    assertThat(world.runUntil(() -> transport.lines.size() > before, millis)).isTrue();
    return transport.last();
  }

  @Test
  void anEventMakesAPatientWatchStrictAgain() {
    Line line = opened("1", "2").waits(world);
    for (int i = 0; i < 3; i++) {
      reconnectedWithin(10 * 60_000).opens().brings("2");
      world.run(300);
    }
    // The next look would be in eight minutes.
    world.run(10_000);
    line.brings("3").waits(world);
    int before = transport.lines.size();
    world.run(61_000);
    assertThat(transport.lines).hasSize(before + 1);
  }

  @Test
  void aLateHeartbeatDoesNotMakeTheWatchPatient() {
    Line line = opened("1", "2").waits(world);
    for (int i = 0; i < 3; i++) {
      world.run(4_000);
      line.comments(world, 4_000);
    }
    // Late once, and then on time.
    world.run(10_100);
    assertThat(transport.lines).hasSize(2);
    line.comments(world, 4_500);
    settle();
    assertThat(transport.last().cancelled).isTrue();
    for (int i = 0; i < 3; i++) {
      world.run(4_000);
      line.comments(world, 4_000);
    }
    world.run(11_300);
    assertThat(transport.lines).hasSize(3);
  }

  @Test
  void anAnswerWithoutEventsIsNoEvidenceAgainstAnEventStream() {
    start();
    transport.last().waits(world);
    world.run(5_010);
    world.run(2_000);
    transport.last().fails(503);
    world.run(30_010);
    transport.last().fails(503);
    world.run(23_100);
    // A minute of silence: in doubt.
    Line verify = transport.last();
    assertThat(verify.type).isEqualTo(SSE);
    world.run(5_000);
    Line poll = transport.last();
    assertThat(poll.type).isEqualTo(LONG_POLL);
    poll.opens(204);
    settle();
    assertThat(memory.isAvoided(request, SSE)).isFalse();
  }

  @Test
  void aPollThatVerifiesAndIsOnlyHalfASecondFasterMutesNothing() {
    Line sse = opened("1", "2").waits(world);
    reconnectedWithin(61_000).opensSilently();
    world.run(5_010);
    Line poll = transport.last();
    assertThat(poll.type).isEqualTo(LONG_POLL);
    poll.opens().brings("2", "3");
    world.run(500);
    sse.brings("3");
    world.run(2_000);
    assertThat(memory.isAvoided(request, SSE)).isFalse();
  }

  @Test
  void aPollThatTakesOverBeforeAnythingWasEverOpenReportsNoGap() {
    start();
    transport.last().waits(world);
    world.run(5_010);
    Line poll = transport.last().opens(204);
    assertThat(poll.type).isEqualTo(LONG_POLL);
    transport.lines.get(0).breaks();
    poll.brings("1");
    hears("open 2", "1");
  }

  @Test
  void aNewNetworkReplacesTheProbeOfAStreamThatWasNotYetAnswered() {
    start();
    transport.last().waits(world);
    world.run(5_010);
    Line probe = transport.last();
    assertThat(probe.type).isEqualTo(LONG_POLL);
    stream.networkChanged();
    settle();
    assertThat(probe.cancelled).isTrue();
  }

  @Test
  void aRenewalOfAMutedEventStreamThatFailsLeavesItWatched() {
    request = request.newBuilder().heartbeat(HeartbeatPolicy.none()).build();
    start();
    transport.last().opensSilently().waits(world);
    world.run(5_010);
    assertThat(transport.last().type).isEqualTo(LONG_POLL);
    transport.last().opens(204);
    stream.renew();
    settle();
    transport.last().fails(503);
    world.run(HOUR);
    assertThat(transport.last().type).isEqualTo(LONG_POLL);
  }
}
