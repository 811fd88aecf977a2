package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.Gap;
import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.ResumeCheck;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import dev.holdfast.internal.sim.World;
import dev.holdfast.internal.transport.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream's life as scripts, in simulated time: attempts say this, the app hears that. */
class StreamScriptTest {
  private final World world = new World(5);
  private final ScriptedTransport transport = new ScriptedTransport();
  private final List<String> heard = new ArrayList<>();
  private StreamRequest request = StreamRequest.of("http://simulated/");
  private @Nullable RuntimeException failure;
  private RealSubscription stream;

  private final StreamListener listener =
      new StreamListener() {
        @Override
        public void onEvent(StreamEvent event) {
          if (failure != null) {
            heard.add("throws at " + event.data());
            throw failure;
          }
          heard.add(event.data());
        }

        @Override
        public void onOpen(ConnectionInfo connection) {
          heard.add("open " + connection.attempt());
        }

        @Override
        public void onRetry(RetryInfo retry) {
          heard.add("retry " + retry.failures());
        }

        @Override
        public void onGap(Gap gap) {
          heard.add(gap.reason() + " " + gap.from() + ".." + gap.to());
        }

        @Override
        public void onEventFailed(StreamEvent event, Throwable thrown) {
          heard.add("skipped " + event.data());
        }

        @Override
        public void onClosed(@Nullable StreamException cause) {
          heard.add("closed " + (cause == null ? "" : cause.reason()));
        }
      };

  private void start() {
    stream = new RealSubscription(world.environment(), request, listener, transport, over -> {});
    stream.start();
    settle();
  }

  /** Lets what was handed to the reader executor run; no timer of the stream is that short. */
  private void settle() {
    world.run(5);
  }

  private void hears(String... expected) {
    settle();
    assertThat(heard).containsExactly(expected);
    heard.clear();
  }

  private Line opened(String... ids) {
    start();
    Line line = transport.last().opens().brings(ids);
    settle();
    heard.clear();
    return line;
  }

  private Line reconnected() {
    int before = transport.lines.size();
    assertThat(world.runUntil(() -> transport.lines.size() > before, 60_000)).isTrue();
    return transport.last();
  }

  @AfterEach
  void leavesNothingBehind() {
    stream.cancel();
    assertThat(transport.lines.stream().filter(line -> !line.cancelled)).isEmpty();
    world.run(10);
    assertThat(world.pending()).isZero();
  }

  private void breaks(Line line) {
    line.breaks();
    line.cancelled = true;
    settle();
  }

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
  void aCandidateDeliversNothingUntilItHasReplayedTheLastEvent() {
    Line first = opened("1", "2", "3");
    stream.verify();
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
    stream.verify();
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
    stream.verify();
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
    stream.verify();
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
    stream.verify();
    breaks(transport.last());
    first.brings("3");
    hears("3");
    assertThat(first.cancelled).isFalse();
  }

  @Test
  void anOpenCandidateTakesTheDeadOnesPlaceAndStillHasToShowItsContinuity() {
    Line first = opened("1", "2");
    stream.verify();
    Line second = transport.last().opens();
    breaks(first);
    hears("open 2");
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
    second.brings("5");
    hears("RESUME_NOT_HONOURED 2..5", "5");
  }

  @Test
  void aConnectingCandidateTakesTheDeadOnesPlace() {
    Line first = opened("1", "2");
    stream.verify();
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
    stream.verify();
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
    stream.verify();
    assertThat(first.cancelled).isTrue();
    assertThat(stream.state()).isEqualTo(ConnectionState.CONNECTING);
    transport.last().opens().bringsEvent("same", "c");
    hears("NO_CURSOR same..null", "open 2", "c");
  }

  private Line start(String... idsAndData) {
    start();
    Line line = transport.last().opens();
    for (int i = 0; i < idsAndData.length; i += 2) {
      line.bringsEvent(idsAndData[i], idsAndData[i + 1]);
    }
    settle();
    heard.clear();
    return line;
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
}
