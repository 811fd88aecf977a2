package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.ResumeCheck;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import org.junit.jupiter.api.Test;

/** A stream's life as scripts: attempts say this, the app hears that. */
class StreamScriptTest extends StreamScript {

  @Test
  void reconnectsFromTheLastId() {
    Line first = opened("1", "2");
    breaks(first);
    hears("retry 0");
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    Line second = reconnected();
    assertThat(second.spec.cursor()).isEqualTo("2");
    second.opens().brings("3");
    hears("open 2", "3");
  }

  @Test
  void reconnectsFromTheAnchorWhereAskedTo() {
    request = request.newBuilder().resumeCheck(ResumeCheck.ANCHORED).build();
    breaks(opened("1", "2"));
    Line second = reconnected();
    assertThat(second.spec.cursor()).isEqualTo("1");
    second.opens().brings("2", "3");
    hears("retry 0", "open 2", "3");
  }

  @Test
  void aRefusedCursorIsSetAsideOnlyOnceARequestWithoutItIsAccepted() {
    request = request.newBuilder().lastEventId("old").build();
    start();
    Line first = transport.last();
    assertThat(first.spec.cursor()).isEqualTo("old");
    first.cancelled = true;
    first.ends(Verdict.REFUSED, Reason.HTTP_STATUS, 410);
    Line second = transport.last();
    assertThat(second.spec.cursor()).isNull();
    breaks(second);
    Line third = reconnected();
    assertThat(third.spec.cursor()).isEqualTo("old");
    third.cancelled = true;
    third.ends(Verdict.REFUSED, Reason.HTTP_STATUS, 412);
    transport.last().opens().brings("1");
    hears("retry 2", "CURSOR_REFUSED old..null", "open 4", "1");
  }

  @Test
  void reconnectingWithoutAnyCursorIsAGap() {
    start();
    breaks(transport.last().opens());
    reconnected().opens();
    hears("open 1", "retry 1", "NO_CURSOR null..null", "open 2");
  }

  @Test
  void anAttemptWithoutAResponseIsGivenUpInTime() {
    start();
    world.run(59_000);
    assertThat(transport.last().cancelled).isFalse();
    world.run(1_100);
    assertThat(transport.lines.get(0).cancelled).isTrue();
    hears("retry 1");
  }

  @Test
  void reconnectNowSkipsTheWait() {
    breaks(opened("1"));
    hears("retry 0");
    stream.reconnectNow();
    assertThat(transport.lines).hasSize(2);
    stream.reconnectNow();
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void aListenerThatFailsForGoodClosesTheStreamBeforeItsEvent() {
    request =
        request.newBuilder().listenerFailures(ListenerFailurePolicy.close().withRetries(2)).build();
    Line line = opened("1");
    failure = new IllegalStateException("no");
    line.brings("2", "3");
    hears("throws at 2", "throws at 2", "throws at 2", "closed LISTENER_FAILED");
    assertThat(stream.lastEventId()).isEqualTo("1");
  }

  @Test
  void aListenerThatFailsSkipsByDefault() {
    Line line = opened("1");
    failure = new IllegalStateException("no");
    line.brings("2");
    hears("throws at 2", "skipped 2");
    assertThat(stream.lastEventId()).isEqualTo("2");
  }

  @Test
  void nothingIsHeardAfterCancel() {
    Line line = opened("1");
    stream.cancel();
    line.brings("2").breaks();
    hears();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(transport.lines).hasSize(1);
  }

  @Test
  void aCursorThatMovesWithoutAnEventIsResumedFrom() {
    Line first = opened("1");
    first.movesCursor("9");
    assertThat(stream.lastEventId()).isEqualTo("9");
    breaks(first);
    assertThat(reconnected().spec.cursor()).isEqualTo("9");
  }

  @Test
  void eventsOfOtherTypesAreProcessedUnheard() {
    request = request.newBuilder().eventTypes("trade", "message").build();
    Line first = opened("1").bringsOf("trade", "2").bringsOf("news", "3");
    hears("2");
    assertThat(stream.lastEventId()).isEqualTo("3");
    breaks(first);
    Line second = reconnected();
    assertThat(second.spec.cursor()).isEqualTo("3");
    second.opens().bringsOf("news", "4").brings("5");
    hears("retry 0", "open 2", "5");
  }
}
