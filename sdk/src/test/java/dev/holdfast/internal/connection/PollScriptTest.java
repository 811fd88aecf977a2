package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ResumeCheck;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Poll loops as scripts: what each answer brings, what the app hears. */
class PollScriptTest extends StreamScript {
  @BeforeEach
  void polls() {
    request = request.newBuilder().transports(TransportType.LONG_POLL).build();
  }

  private void anchored() {
    request = request.newBuilder().resumeCheck(ResumeCheck.ANCHORED).build();
  }

  @Test
  void anAnswerThatIsRepeatedIsHeardOnce() {
    Line line = opened("1", "2");
    line.asksFrom("2").brings("1", "2", "3");
    line.asksFrom("3").brings("3", "4");
    line.asksFrom("4").brings("5");
    hears("3", "4", "5");
  }

  @Test
  void whatIsRepeatedIsKnownAfterABatchThatHadGrownBetweenTwoPolls() {
    Line first = start("1", "z", "2", "a");
    breaks(first.asksFrom("2").bringsEvent("4", "d"));
    Line second = reconnected().opens();
    // It had sent another event as 2, after the poll from there.
    second.bringsEvent("1", "z").bringsEvent("2", "a").bringsEvent("2", "b").bringsEvent("4", "d");
    second.asksFrom("4");
    second.bringsEvent("1", "z").bringsEvent("2", "a").bringsEvent("2", "b").bringsEvent("4", "d");
    hears(
        "d",
        "retry 0",
        "open 2",
        "RESUME_NOT_HONOURED 4..2",
        "b",
        "d",
        "RESUME_NOT_HONOURED 4..2",
        "b",
        "d");
  }

  @Test
  void aCandidateThatAsksOnDeliversWhatItHoldsAndHearsThatOnce() {
    opened("1", "2");
    stream.renew();
    Line second = transport.last().opens().brings("8", "9");
    hears();
    second.asksFrom("9").brings("8", "9", "10");
    hears("open 2", "RESUME_NOT_HONOURED 2..8", "8", "9", "10");
  }

  @Test
  void aCandidatesReplayOfSeveralAnswersMayGoBackFirst() {
    Line first = opened("1", "2");
    stream.renew();
    Line second = transport.last().opens();
    first.brings("3", "4");
    second.brings("2", "3").asksFrom("3").brings("2", "3", "4");
    hears("3", "4", "open 2");
    assertThat(first.cancelled).isTrue();
  }

  @Test
  void aReplayOfSeveralAnswersMayGoBackFirst() {
    Line first = opened("1", "2");
    stream.renew();
    Line second = transport.last();
    first.brings("3", "4");
    breaks(first);
    second.opens().brings("2", "3").asksFrom("3").brings("2", "3", "4", "5");
    hears("3", "4", "open 2", "5");
  }

  @Test
  void aCandidateThatSkipsInItsSecondAnswerOwesWhatItSkipped() {
    Line first = opened("1", "2");
    stream.renew();
    Line second = transport.last();
    first.brings("3", "4");
    breaks(first);
    second.opens().brings("2").asksFrom("2").brings("9");
    hears("3", "4", "open 2", "RESUME_NOT_HONOURED 4..9", "9");
  }

  @Test
  void eventsWithoutAnIdAreReplayedInTheNextAnswer() {
    anchored();
    Line first = opened("1", "2");
    first.bringsWithoutId("2", "x").bringsWithoutId("2", "y").movesCursor("p4");
    breaks(first);
    Line second = reconnected().opens();
    assertThat(second.spec.cursor()).isEqualTo("1");
    second.brings("2").bringsWithoutId("2", "x").movesCursor("p3");
    second.asksFrom("p3").bringsWithoutId("p3", "y").bringsWithoutId("p3", "z");
    hears("x", "y", "retry 0", "open 2", "z");
    assertThat(stream.lastEventId()).as("never back to p3").isEqualTo("p4");
  }

  @Test
  void aPollThatAsksFromTheSamePositionBeginsAtTheSameEvent() {
    anchored();
    Line first = opened("1");
    first.bringsWithoutId("1", "x").bringsWithoutId("1", "y").brings("2");
    breaks(first);
    Line second = reconnected().opens();
    assertThat(second.spec.cursor()).isEqualTo("1");
    second.bringsWithoutId("1", "x");
    second.asksFrom("1").bringsWithoutId("1", "x").bringsWithoutId("1", "y").brings("2", "3");
    hears("x", "y", "2", "retry 0", "open 2", "3");
  }

  @Test
  void anIdThatNeverChangesMeansNothingEvenWhereTheServerSetsTheCursorApart() {
    Line first = start("same", "a", "same", "b");
    breaks(first.movesCursor("p2"));
    Line second = reconnected().opens().bringsEvent("same", "c");
    assertThat(second.spec.cursor()).isEqualTo("p2");
    breaks(second);
    assertThat(reconnected().opens().spec.cursor()).isEqualTo("same");
    hears("retry 0", "open 2", "c", "retry 0", "NO_CURSOR same..null", "open 3");
  }

  @Test
  void whereACandidateStoodTheStreamHasLeftOnceTheActiveDelivers() {
    Line first = opened();
    stream.renew();
    Line second = transport.last().opens().movesCursor("p5");
    first.bringsWithoutId(null, "x");
    breaks(first);
    hears("x", "NO_CURSOR null..null", "open 2");
    assertThat(stream.lastEventId()).isNull();
    second.brings("7");
    hears("7");
  }

  @Test
  void aCursorRefusedInTheMiddleOfALoopIsAskedAgainAndThenSetAside() {
    Line first = opened("1", "2");
    first.asksFrom("2");
    gone(first);
    Line second = transport.last();
    assertThat(second.spec.cursor()).isEqualTo("2");
    gone(second);
    Line third = transport.last().opens().brings("9");
    assertThat(third.spec.cursor()).isNull();
    hears("CURSOR_REFUSED 2..null", "open 3", "9");
  }

  private void gone(Line line) {
    line.cancelled = true;
    line.endsCursorSeen(Verdict.REFUSED, Reason.HTTP_STATUS, 410);
  }

  @Test
  void anAnswerFoundInARefusalContinuesFromWhatWasAskedThere() {
    anchored();
    request = request.newBuilder().transports(TransportType.SSE, TransportType.LONG_POLL).build();
    breaks(opened("1", "2"));
    Line anchored = reconnected();
    assertThat(anchored.spec.cursor()).isEqualTo("1");
    gone(anchored);
    Line plain = transport.last();
    assertThat(plain.spec.cursor()).isEqualTo("2");
    plain.refusesWithPollAnswer();
    Line polled = transport.last();
    assertThat(polled.type).isEqualTo(TransportType.LONG_POLL);
    assertThat(polled.spec.cursor()).isEqualTo("2");
    polled.opens().brings("3");
    hears("retry 0", "open 4", "3");
  }

  @Test
  void whatThePollSaysIsLostIsReported() {
    Line line = opened("1", "2");
    line.asksFrom("2").reportsGap("2", "7").brings("8");
    hears("REPORTED_BY_SERVER 2..7", "8");
  }

  @Test
  void aPollThatIsLedElsewhereWithoutTheCursorMayHaveMissedSomething() {
    Line line = opened("1", "2");
    line.asksFrom(null).brings("9");
    hears("CURSOR_WITHHELD 2..null", "9");
  }

  @Test
  void afterAPollThatWasNotAnsweredInTimeTheNextUsesAnotherConnection() {
    Line line = opened("1", "2");
    line.ends(Verdict.UNREACHABLE, Reason.TIMEOUT, 0);
    assertThat(reconnected().spec.fresh()).isTrue();
  }
}
