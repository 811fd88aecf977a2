package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.ResumeCheck;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import org.junit.jupiter.api.Test;

/** Handovers as scripts: what the active says, what the candidate says, what the app hears. */
class HandoverScriptTest extends StreamScript {
  @Test
  void aCandidateDeliversNothingUntilItHasReplayedTheLastEvent() {
    Line first = opened("1", "2", "3");
    stream.renew();
    Line second = transport.last().opens();
    assertThat(second.spec.cursor()).isEqualTo("2");
    hears();
    first.brings("4");
    second.brings("3");
    hears("4");
    assertThat(first.cancelled).isFalse();
    second.brings("4");
    hears("open 2");
    assertThat(first.cancelled).isTrue();
    second.brings("5");
    hears("5");
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
  }

  @Test
  void aCandidateIsSyncedWhenTheActiveDeliversWhatItHoldsFirst() {
    Line first = opened("1", "2");
    stream.renew();
    Line second = transport.last().opens().brings("8", "9");
    hears();
    first.brings("7");
    hears("7");
    first.brings("8");
    hears("8", "open 2", "9");
    assertThat(first.cancelled).isTrue();
    second.brings("10");
    hears("10");
  }

  @Test
  void whatACandidateHoldsTooLongIsDeliveredWithAGap() {
    Line first = opened("1", "2");
    stream.renew();
    transport.last().opens().brings("8");
    world.run(200);
    hears();
    world.run(60);
    hears("open 2", "RESUME_NOT_HONOURED 2..8", "8");
    assertThat(first.cancelled).isTrue();
  }

  @Test
  void aHoldThatIsFullIsDeliveredWithAGap() {
    opened("1", "2");
    stream.renew();
    Line second = transport.last().opens();
    for (int i = 0; i < 255; i++) {
      second.brings("x" + i);
    }
    hears();
    second.brings("last");
    settle();
    assertThat(heard).hasSize(2 + 256).startsWith("open 2", "RESUME_NOT_HONOURED 2..x0", "x0");
  }

  @Test
  void aCandidateThatFailsLeavesTheActiveAlone() {
    Line first = opened("1", "2");
    stream.renew();
    breaks(transport.last());
    first.brings("3");
    hears("3");
    assertThat(first.cancelled).isFalse();
  }

  @Test
  void anOpenCandidateTakesTheDeadOnesPlaceAndStillHasToShowItsContinuity() {
    Line first = opened("1", "2");
    stream.renew();
    Line second = transport.last().opens();
    breaks(first);
    hears("open 2");
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
    second.brings("5");
    hears("RESUME_NOT_HONOURED 2..5", "5");
  }

  @Test
  void aCandidateThatAskedBeforeAnEventOwesThatEvent() {
    Line first = opened("1");
    stream.renew();
    Line second = transport.last().opens();
    assertThat(second.spec.cursor()).isEqualTo("1");
    first.brings("2");
    breaks(first);
    second.brings("5");
    hears("2", "open 2", "RESUME_NOT_HONOURED 2..5", "5");
  }

  @Test
  void aConnectingCandidateTakesTheDeadOnesPlace() {
    Line first = opened("1", "2");
    stream.renew();
    Line second = transport.last();
    breaks(first);
    assertThat(stream.state()).isEqualTo(ConnectionState.CONNECTING);
    second.opens().brings("2", "3");
    hears("open 2", "3");
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void aStaleAttemptChangesNothing() {
    Line first = opened("1", "2");
    stream.renew();
    Line second = transport.last().opens().brings("2");
    hears("open 2");
    first.brings("3").movesCursor("77").breaks();
    hears();
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
    assertThat(stream.lastEventId()).isEqualTo("2");
    assertThat(transport.lines).hasSize(2);
    second.brings("3");
    hears("3");
  }

  @Test
  void aStreamWhoseIdNeverChangesBreaksThenMakesAndSaysSo() {
    Line first = start("same", "a", "same", "b");
    stream.renew();
    assertThat(first.cancelled).isTrue();
    assertThat(stream.state()).isEqualTo(ConnectionState.CONNECTING);
    transport.last().opens().bringsEvent("same", "c");
    hears("NO_CURSOR same..null", "open 2", "c");
  }

  @Test
  void afterSleepTheConnectionIsPresumedDead() {
    Line first = opened("1", "2");
    stream.networkChanged();
    Line second = transport.last();
    breaks(second);
    assertThat(first.cancelled).isTrue();
    hears("retry 0");
    reconnected().opens().brings("3");
    hears("open 3", "3");
  }

  @Test
  void afterSleepAnAcceptedCandidateReplacesASilentConnection() {
    Line first = opened("1", "2");
    stream.networkChanged();
    transport.last().opens();
    world.run(14_000);
    assertThat(first.cancelled).isFalse();
    world.run(2_000);
    assertThat(first.cancelled).isTrue();
    hears("open 2");
  }

  @Test
  void whatIsInDoubtIsNotUsedAgain() {
    Line first = opened("1", "2");
    assertThat(first.spec.fresh()).isFalse();
    stream.renew();
    assertThat(transport.last().spec.fresh()).isTrue();
    transport.last().opens().brings("2");
    breaks(transport.last());
    assertThat(reconnected().spec.fresh()).isFalse();
    stream.networkChanged();
    assertThat(transport.last().spec.fresh()).isTrue();
    world.run(50_000);
    assertThat(reconnected().spec.fresh()).as("after no response").isTrue();
  }

  @Test
  void aCandidateWhoseAnchorIsRefusedAsksFromTheCursorAndThenWithoutOne() {
    Line first = opened("4", "5");
    stream.renew();
    Line anchored = refused();
    assertThat(anchored.spec.cursor()).isEqualTo("4");
    Line plain = refused();
    assertThat(plain.spec.cursor()).isEqualTo("5");
    Line without = transport.last().opens().brings("9");
    assertThat(without.spec.cursor()).isNull();
    hears();
    first.brings("9");
    hears("9", "open 4");
    assertThat(first.cancelled).isTrue();
  }

  @Test
  void aCandidateWithoutACursorThatTakesOverFromTheDeadSaysSo() {
    opened("4", "5");
    stream.renew();
    refused();
    refused();
    transport.last().opens().brings("9");
    world.run(300);
    hears("CURSOR_REFUSED 5..null", "open 4", "9");
  }

  private Line refused() {
    Line line = transport.last();
    line.cancelled = true;
    line.ends(Verdict.REFUSED, Reason.HTTP_STATUS, 410);
    return line;
  }

  @Test
  void anIdUsedAgainIsSeenInAHandoverToo() {
    opened("1", "2", "3");
    stream.renew();
    transport.last().opens().bringsEvent("1", "x").bringsEvent("2", "y");
    world.run(300);
    hears("open 2", "ID_REUSED 3..1", "x", "y");
  }

  @Test
  void anEventWithoutAnIdDoesNotTurnTheCursorBack() {
    request = request.newBuilder().resumeCheck(ResumeCheck.ANCHORED).build();
    breaks(opened("4", "5"));
    Line second = reconnected().opens();
    assertThat(second.spec.cursor()).isEqualTo("4");
    second.bringsWithoutId("4", "new");
    hears("retry 0", "open 2", "RESUME_NOT_HONOURED 5..null", "new");
    assertThat(stream.lastEventId()).isEqualTo("5");
  }

  @Test
  void aSecondNetworkChangeDoesNotTrustTheCandidateOfTheFirst() {
    opened("1", "2");
    stream.networkChanged();
    Line second = transport.last();
    stream.networkChanged();
    assertThat(second.cancelled).isTrue();
    assertThat(transport.lines).hasSize(3);
  }

  @Test
  void aSilentConnectionThatIsReplacedMayHaveMissedSomething() {
    start();
    transport.last().opensSilently();
    settle();
    heard.clear();
    stream.networkChanged();
    transport.last().opens();
    world.run(16_000);
    hears("NO_CURSOR null..null", "open 2");
  }
}
