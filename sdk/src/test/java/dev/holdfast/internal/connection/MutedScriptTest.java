package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.ConnectionState;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import org.junit.jupiter.api.Test;

/** Event streams that are accepted, or not even that, and then show nothing. */
class MutedScriptTest extends StreamScript {
  private static final int PROOF = 5_000;

  MutedScriptTest() {
    request = StreamRequest.builder("http://simulated/").lastEventId("0").build();
  }

  @Override
  boolean reportsAttempts() {
    return true;
  }

  private Line sse() {
    return transport.lines.get(0);
  }

  private Line poll() {
    assertThat(transport.last().type).isEqualTo(LONG_POLL);
    return transport.last();
  }

  private void startsAndIsSilent() {
    start();
    sse().opensSilently().waits(world);
    world.run(PROOF - 20);
    assertThat(transport.lines).hasSize(1);
    world.run(100);
    assertThat(transport.lines).hasSize(2);
    hears("open 1");
  }

  @Test
  void afterTheProofTimeoutAPollAsksBesideItFromTheSamePosition() {
    request = request.newBuilder().lastEventId("7").build();
    startsAndIsSilent();
    assertThat(poll().spec.cursor()).isEqualTo("7");
    assertThat(sse().cancelled).isFalse();
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
  }

  @Test
  void whatThePollBringsIsDeliveredAtOnceAndTheEventStreamIsMutedIfItDoesNotBringItInTime() {
    startsAndIsSilent();
    poll().opens().brings("1", "2");
    hears("open 2", "1", "2");
    assertThat(sse().cancelled).isFalse();
    world.run(1_100);
    assertThat(sse().cancelled).isTrue();
    hears("ended 1 MUTED FALL_BACK");
    AttemptReport report = stream.diagnostics().attempts().get(0);
    assertThat(report.cause().reason()).isEqualTo(Reason.MUTED);
    assertThat(report.nextTransport()).isEqualTo(LONG_POLL);
    assertThat(memory.isAvoided(request, SSE)).isTrue();
  }

  @Test
  void withoutACursorWhatTheEventStreamMayHoldBackIsAGap() {
    request = StreamRequest.of("http://simulated/");
    startsAndIsSilent();
    poll().opens().brings("5");
    world.run(1_100);
    hears("NO_CURSOR null..null", "open 2", "5", "ended 1 MUTED FALL_BACK");
  }

  @Test
  void whenTheBufferFlushesLaterNothingIsDeliveredTwice() {
    startsAndIsSilent();
    poll().opens().brings("1", "2");
    world.run(1_100);
    sse().provesItself().brings("1", "2", "3");
    hears("open 2", "1", "2", "ended 1 MUTED FALL_BACK");
  }

  @Test
  void aPollThatIsOnlyFasterProvesNothing() {
    startsAndIsSilent();
    Line poll = poll().opens().brings("1");
    world.run(3);
    sse().provesItself().brings("1");
    settle();
    assertThat(poll.cancelled).isTrue();
    sse().brings("2");
    hears("open 2", "1", "ended 2 PROVEN REPLACED", "open 1", "2");
    assertThat(memory.isAvoided(request, SSE)).isFalse();
  }

  @Test
  void aSlowPathGetsTwoRoundTrips() {
    start();
    sse().waits(world);
    world.run(3_000);
    sse().opensSilently();
    world.run(2_100);
    poll().opens().brings("1");
    world.run(5_900);
    assertThat(sse().cancelled).isFalse();
    world.run(200);
    assertThat(sse().cancelled).isTrue();
  }

  @Test
  void headersThatComeWithTheFirstEventAreNoError() {
    start();
    sse().waits(world);
    world.run(PROOF + 10);
    Line poll = poll();
    poll.opens();
    world.run(40_000);
    assertThat(sse().cancelled).isFalse();
    sse().opens().brings("1");
    hears("open 1", "ended 2 PROVEN REPLACED", "1");
    assertThat(poll.cancelled).isTrue();
  }

  @Test
  void aStreamWithoutHeadersOverAProxyThatHoldsThemIsMutedToo() {
    start();
    world.run(PROOF + 10);
    poll().opens().brings("1");
    world.run(1_100);
    hears("open 2", "1", "ended 1 MUTED FALL_BACK");
  }

  @Test
  void aQuietStreamIsLeftAlone() {
    startsAndIsSilent();
    poll().opens();
    world.run(60_000);
    assertThat(sse().cancelled).isFalse();
    sse().provesItself();
    settle();
    assertThat(poll().cancelled).isTrue();
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void aRefusedPollSaysNothingAboutTheEventStreamAndIsNotRepeated() {
    startsAndIsSilent();
    poll().refuses(404);
    hears("ended 2 REFUSED KEEP_CURRENT");
    world.run(59_000 - PROOF);
    assertThat(transport.lines).hasSize(2);
    assertThat(sse().cancelled).isFalse();
  }

  @Test
  void aPollThatFailsIsRepeatedAfterAWhile() {
    startsAndIsSilent();
    poll().fails(503);
    world.run(29_000);
    assertThat(transport.lines).hasSize(2);
    world.run(2_000);
    assertThat(transport.lines).hasSize(3);
  }

  @Test
  void anEventStreamThatBreaksWhileAPollIsBesideItIsFollowedByThePoll() {
    startsAndIsSilent();
    poll().opens();
    sse().breaks();
    settle();
    poll().asksFrom("0").brings("1");
    hears("open 2", "ended 1 LOST REPLACED", "1");
  }

  @Test
  void anEventStreamThatIsRefusedWhileAPollIsBesideItIsFollowedByThePoll() {
    start();
    world.run(PROOF + 10);
    Line poll = poll();
    sse().refuses(406);
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.CONNECTING);
    poll.refuses(404);
    settle();
    assertThat(stream.closeCause())
        .hasMessage("no transport works: sse: sse says 406; long-poll: long-poll says 404");
  }

  @Test
  void aReconnectThatShowsNothingIsLookedAfterToo() {
    start();
    sse().opens().brings("1");
    sse().breaks();
    Line second = reconnected();
    second.opensSilently();
    settle();
    heard.clear();
    world.run(PROOF + 10);
    assertThat(poll().spec.cursor()).isEqualTo("1");
    poll().opens().brings("2");
    world.run(1_100);
    hears("open 3", "2", "ended 2 MUTED FALL_BACK");
  }

  @Test
  void aStreamThatMayOnlyGoBySseIsNotPolled() {
    request = StreamRequest.builder("http://simulated/").transports(SSE).build();
    start();
    sse().opensSilently();
    world.run(30_000);
    assertThat(transport.lines).hasSize(1);
  }

  @Test
  void aStreamThatMayNotOverlapIsNotPolledBesideItsEventStream() {
    request = request.newBuilder().overlap(false).build();
    start();
    sse().opensSilently();
    world.run(30_000);
    assertThat(transport.lines).hasSize(1);
  }

  @Test
  void aProxyThatBeginsToHoldEverythingIsFound() {
    start();
    sse().opens().brings("1", "2").waits(world);
    settle();
    heard.clear();
    // Silent for a minute: a new event stream is to tell, and is held back as well.
    world.run(60_100);
    Line second = transport.last();
    assertThat(second.type).isEqualTo(SSE);
    assertThat(second.spec.cursor()).isEqualTo("1");
    second.opensSilently();
    world.run(PROOF + 10);
    assertThat(poll().spec.cursor()).isEqualTo("1");
    poll().opens().brings("2", "3");
    world.run(300);
    poll().asksFrom("3").brings("4");
    hears("ended 2 null REPLACED", "open 3", "3", "4");
    world.run(1_000);
    hears("ended 1 MUTED FALL_BACK");
    assertThat(sse().cancelled).isTrue();
    assertThat(memory.isAvoided(request, SSE)).isTrue();
  }

  @Test
  void aProxyThatPassesAFirstBlockAndHoldsTheRestIsFound() {
    start();
    sse().opens().brings("1", "2").waits(world);
    settle();
    heard.clear();
    world.run(60_100);
    // The block that passes has what had been missed; after it there is silence again.
    Line second = transport.last().opens().brings("2", "3").waits(world);
    world.run(300);
    hears("ended 1 PROVEN REPLACED", "open 2", "3");
    world.run(60_100);
    assertThat(poll().spec.cursor()).isEqualTo("2");
    poll().opens().brings("3", "4");
    world.run(1_300);
    assertThat(second.cancelled).isTrue();
    hears("open 3", "4", "ended 2 MUTED FALL_BACK");
    assertThat(memory.isAvoided(request, SSE)).isTrue();
  }

  @Test
  void muteStreamsOfOneOriginAreFoundByTheFirst() {
    startsAndIsSilent();
    poll().opens().brings("1");
    world.run(1_100);
    Negotiator next =
        new Negotiator(
            StreamRequest.of("http://simulated/other"),
            TransportOrder.ofStream(StreamRequest.of("http://simulated/other")),
            memory);
    assertThat(next.transport()).isEqualTo(LONG_POLL);
  }

  @Test
  void theVerdictIsSaidOnce() {
    startsAndIsSilent();
    poll().opens().brings("1");
    world.run(10_000);
    assertThat(
            stream.diagnostics().attempts().stream()
                .filter(report -> report.verdict() == Verdict.MUTED)
                .map(AttemptReport::transport))
        .containsExactly(TransportType.SSE);
  }
}
