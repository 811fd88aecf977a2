package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.AttemptReport.Next;
import dev.holdfast.Backoff;
import dev.holdfast.ConnectionState;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream that its app pauses and resumes. */
class PauseScriptTest extends StreamScript {
  private static final int HOUR = 3_600_000;

  /** Whatever the world does for an hour, no attempt is begun. */
  private void staysPaused() {
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    assertThat(transport.lines).allMatch(line -> line.cancelled);
    int before = transport.lines.size();
    stream.reconnectNow();
    stream.networkChanged();
    stream.renew();
    stream.verify();
    world.run(HOUR);
    assertThat(transport.lines).hasSize(before);
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    assertThat(stream.diagnostics().heldBy()).isEqualTo("the app, which has paused the stream");
  }

  @Test
  void anOpenStreamGoesOnFromItsPosition() {
    Line first = opened("1", "2");
    stream.pause();
    assertThat(first.cancelled).isTrue();
    staysPaused();
    assertThat(stream.diagnostics().attempts().get(0).next()).isEqualTo(Next.PAUSED);
    assertThat(stream.lastEventId()).isEqualTo("2");
    stream.resume();
    settle();
    Line second = transport.last();
    assertThat(transport.lines).hasSize(2);
    assertThat(second.spec.cursor()).isEqualTo("2");
    second.opens().brings("3");
    hears("open 2", "3");
    assertThat(stream.diagnostics().heldBy()).isNull();
  }

  @Test
  void whatTheServerRepeatsAfterAPauseIsHeardOnce() {
    opened("1", "2", "3");
    stream.pause();
    stream.resume();
    settle();
    assertThat(transport.last().spec.fresh()).as("on a new connection").isTrue();
    transport.last().opens().brings("2", "3", "4");
    hears("open 2", "4");
  }

  @Test
  void oneThatIsConnectingGivesUp() {
    start();
    stream.pause();
    staysPaused();
    stream.resume();
    settle();
    transport.last().opens().brings("1");
    hears("open 2", "1");
  }

  @Test
  void aRetryIsNotTakenUpAgain() {
    start();
    transport.last().fails(503);
    hears("retry 1");
    stream.pause();
    staysPaused();
    stream.resume();
    settle();
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void aCandidateIsDroppedToo() {
    opened("1", "2");
    stream.renew();
    settle();
    assertThat(transport.lines).hasSize(2);
    stream.pause();
    staysPaused();
    assertThat(stream.diagnostics().attempts())
        .extracting(AttemptReport::next)
        .containsExactly(Next.PAUSED, Next.PAUSED);
  }

  @Test
  void oneThatHasNotBegunDoesNotBegin() {
    stream =
        new RealSubscription(
            world.environment(), request, order(), listener, transports(), memory, over -> {});
    stream.pause();
    stream.start();
    settle();
    assertThat(transport.lines).isEmpty();
    staysPaused();
    stream.resume();
    settle();
    transport.last().opens();
    hears("open 1");
  }

  @Test
  void theSecondTimeNothingHappens() {
    Line first = opened("1", "2");
    stream.resume();
    settle();
    assertThat(first.cancelled).isFalse();
    assertThat(transport.lines).hasSize(1);
    stream.pause();
    stream.pause();
    stream.resume();
    stream.resume();
    settle();
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void thatTimeIsNoOutage() {
    request =
        StreamRequest.builder(request.url().toString())
            .transports(TransportType.SSE)
            .backoff(Backoff.builder().maxElapsed(Duration.ofSeconds(10)).build())
            .build();
    start();
    transport.last().fails(503);
    stream.pause();
    staysPaused();
    stream.resume();
    settle();
    transport.last().fails(503);
    hears("retry 1", "retry 2");
  }

  @Test
  void refusalsBeforeAPauseAreNotCountedAfterIt() {
    Line first = opened("1");
    breaks(first);
    reconnected().refuses(404);
    settle();
    stream.pause();
    staysPaused();
    stream.resume();
    settle();
    transport.last().refuses(404);
    reconnected().refuses(404);
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
  }

  @Test
  void aStreamThatIsClosedStaysClosed() {
    opened("1");
    stream.cancel();
    stream.pause();
    stream.resume();
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(transport.lines).hasSize(1);
  }

  @Test
  void aPausedStreamCanBeCancelled() {
    opened("1");
    stream.pause();
    settle();
    stream.cancel();
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(stream.diagnostics().heldBy()).isNull();
  }

  @Test
  void transportsThatWereLearnedStay() {
    request = StreamRequest.of(request.url().toString());
    start();
    transport.last().refuses(404);
    settle();
    transport.last().opens().brings("1");
    settle();
    stream.pause();
    stream.resume();
    settle();
    assertThat(List.of(transport.lines.get(1).type, transport.last().type))
        .containsOnly(TransportType.LONG_POLL);
  }
}
