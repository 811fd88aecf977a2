package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.ConnectionState;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import dev.holdfast.internal.transport.AttemptEnd;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Streams that change their transport, and loops of polls, as their app hears them. */
class NegotiationScriptTest extends NegotiationScript {
  @Test
  void aRefusedEventStreamIsPolledAtOnceWithoutARetry() {
    refusedSse().opens().brings("1", "2");
    hears("ended 1 REFUSED FALL_BACK", "open 2", "1", "2");
  }

  @Test
  void afterTheFallBackTheStreamSticksToPolling() {
    Line poll = refusedSse().opens().brings("1");
    poll.fails(503);
    Line again = reconnected();
    assertThat(again.type).isEqualTo(LONG_POLL);
    assertThat(again.spec.cursor()).isEqualTo("1");
  }

  @Test
  void aStreamThatEveryTransportRefusesIsClosedWithWhatEachSaid() {
    refusedSse().refuses(404);
    hears("ended 1 REFUSED FALL_BACK", "ended 2 REFUSED CLOSE", "closed NO_TRANSPORT");
    assertThat(stream.closeCause())
        .hasMessage("no transport works: sse: sse says 406; long-poll: long-poll says 404");
  }

  @Test
  void refusalsUseUpNoAttemptAndNeedNoReconnect() {
    request =
        request
            .newBuilder()
            .backoff(Backoff.builder().maxAttempts(1).reconnect(false).build())
            .build();
    refusedSse().opens().brings("1");
    hears("ended 1 REFUSED FALL_BACK", "open 2", "1");
  }

  @Test
  void aStreamThatIsOverByBothIsOver() {
    start();
    transport.last().ends(Verdict.ENDED, Reason.RESPONSE_ENDED, 204);
    settle();
    Line poll = transport.last();
    assertThat(poll.type).isEqualTo(LONG_POLL);
    poll.opens(204);
    hears("ended 1 ENDED FALL_BACK", "ended 2 ENDED FINISH", "closed ");
    assertThat(poll.cancelled).isTrue();
  }

  @Test
  void aPollThatIsHeldAfterNoContentIsTheStream() {
    start();
    transport.last().ends(Verdict.ENDED, Reason.RESPONSE_ENDED, 204);
    world.run(1_100);
    transport.last().opens(204).asksFrom(null).brings("1");
    hears("ended 1 ENDED FALL_BACK", "open 2", "1");
  }

  @Test
  void anEmptyListAfterNoContentIsTheStream() {
    start();
    transport.last().ends(Verdict.ENDED, Reason.RESPONSE_ENDED, 204);
    settle();
    transport.last().opens(200).asksFrom(null).brings("1");
    hears("ended 1 ENDED FALL_BACK", "open 2", "1");
  }

  @Test
  void aRoundThatFailsWaitsAndBeginsAgainFromTheBest() {
    start();
    transport.last().fails(500);
    settle();
    assertThat(transport.last().type).isEqualTo(LONG_POLL);
    transport.last().fails(500);
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    assertThat(reconnected().type).isEqualTo(SSE);
  }

  @Test
  void aServerThatAsksToWaitIsNotAskedByAnotherTransportBefore() {
    start();
    transport
        .last()
        .ends(
            new AttemptEnd(
                Verdict.LOST,
                new StreamException(Reason.HTTP_STATUS, "HTTP 429", 429, null),
                TimeUnit.SECONDS.toNanos(20)));
    world.run(19_900);
    assertThat(transport.lines).hasSize(1);
    Line next = reconnected();
    assertThat(next.type).isEqualTo(LONG_POLL);
  }

  @Test
  void roundsCountAsTheAttemptsTheyAre() {
    request =
        request.newBuilder().backoff(Backoff.builder().maxAttemptsUntilOpen(3).build()).build();
    start();
    transport.last().fails(500);
    settle();
    transport.last().fails(502);
    reconnected().fails(503);
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(stream.closeCause())
        .hasMessage("gave up after 3 attempts: sse: sse says 503; long-poll: long-poll says 502");
  }

  @Test
  void aPollThatRepeatsItsAnswerIsHeardOnce() {
    Line poll = refusedSse().opens().brings("1", "2");
    poll.asksFrom("2").brings("1", "2", "3").asksFrom("3").brings("3").asksFrom("3").brings("4");
    hears("ended 1 REFUSED FALL_BACK", "open 2", "1", "2", "3", "4");
  }

  @Test
  void aPollLoopThatSendsEverythingEachTimeIsHeardOnce() {
    Line poll = refusedSse().opens().brings("1");
    poll.asksFrom("1").brings("1", "2").asksFrom("2").brings("1", "2", "3");
    hears("ended 1 REFUSED FALL_BACK", "open 2", "1", "2", "3");
  }

  @Test
  void aReplayThatTakesSeveralAnswersGoesOn() {
    Line poll = refusedSse().opens().brings("1", "2", "3");
    settle();
    heard.clear();
    stream.renew();
    settle();
    Line candidate = transport.last();
    assertThat(candidate.type).isEqualTo(LONG_POLL);
    assertThat(candidate.spec.cursor()).isEqualTo("2");
    poll.brings("4", "5");
    candidate.opens().brings("3").asksFrom("3").brings("4").asksFrom("4").brings("5", "6");
    hears("4", "5", "ended 2 PROVEN REPLACED", "open 3", "6");
  }

  @Test
  void whatTheServerSaysIsLostIsReportedAsProven() {
    Line poll = refusedSse().opens().brings("1");
    poll.asksFrom("1").reportsGap("1", "7").brings("7");
    hears("ended 1 REFUSED FALL_BACK", "open 2", "1", "REPORTED_BY_SERVER 1..7", "7");
  }

  @Test
  void aCursorThatIsRefusedInTheMiddleOfALoopIsLeftOutOnce() {
    Line poll = refusedSse().opens().brings("1");
    settle();
    heard.clear();
    AttemptEnd gone =
        new AttemptEnd(
            Verdict.REFUSED, new StreamException(Reason.HTTP_STATUS, "HTTP 410", 410, null), 0);
    poll.ends(gone.cursorSeen());
    settle();
    Line without = transport.last();
    while (without.spec.cursor() != null) {
      without.ends(gone.cursorSeen());
      settle();
      without = transport.last();
    }
    without.opens().brings("9");
    settle();
    assertThat(heard).contains("CURSOR_REFUSED 1..null", "9");
    assertThat(transport.lines.size()).isLessThanOrEqualTo(4);
  }

  @Test
  void positionsWithoutIdentifiersAreResumedWithoutAWord() {
    Line poll = refusedSse().opens().bringsWithoutId(null, "a").movesCursor("p1");
    poll.asksFrom("p1").bringsWithoutId("p1", "b").movesCursor("p2");
    poll.fails(503);
    Line again = reconnected();
    assertThat(again.spec.cursor()).isEqualTo("p2");
    again.opens().bringsWithoutId("p2", "c").movesCursor("p3");
    hears(
        "ended 1 REFUSED FALL_BACK",
        "open 2",
        "a",
        "b",
        "ended 2 LOST RETRY",
        "retry 0",
        "open 3",
        "c");
    assertThat(stream.lastEventId()).isEqualTo("p3");
  }

  @Test
  void aProvenStreamSurvivesTwentySecondsOfRefusals() {
    Backoff impatient = Backoff.builder().cap(Duration.ofSeconds(2)).build();
    request = request.newBuilder().backoff(impatient).build();
    start();
    Line sse = transport.last().opens().brings("1");
    sse.breaks();
    long start = world.millis();
    while (world.millis() - start < 20_000) {
      Line next = reconnected();
      assertThat(next.type).isEqualTo(SSE);
      next.refuses(404);
      settle();
    }
    reconnected().opens().brings("2");
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
    assertThat(heard).contains("1", "2").doesNotContain("closed NO_TRANSPORT");
  }
}
