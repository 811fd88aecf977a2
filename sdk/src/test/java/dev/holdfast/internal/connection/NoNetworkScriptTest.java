package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.Backoff;
import dev.holdfast.ConnectionState;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream on a machine that has no network for a while. */
class NoNetworkScriptTest extends HeldScript {
  private static final int HOUR = 3_600_000;

  private void nothingBegins() {
    int before = transport.lines.size();
    world.run(HOUR);
    assertThat(transport.lines).hasSize(before);
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    assertThat(stream.diagnostics().heldBy())
        .isEqualTo("a network: the app has said that there is none");
  }

  /** As the client does. */
  private void networkIsLost() {
    memory.networkLost();
    if (stream != null) {
      stream.networkLost();
    }
    settle();
  }

  private void networkIsBack() {
    memory.network("");
    stream.networkChanged();
    gate.networkChanged();
    settle();
  }

  @Test
  void nothingIsTriedUntilThereIsOneAgain() {
    networkIsLost();
    start();
    nothingBegins();
    networkIsBack();
    assertThat(transport.lines).hasSize(1);
    transport.last().opens().brings("1");
    hears("open 1", "1");
  }

  @Test
  void whatIsOpenStaysUntilItBreaksAndIsNotTriedAgain() {
    Line first = opened("1", "2");
    networkIsLost();
    first.brings("3");
    hears("3");
    breaks(first);
    nothingBegins();
    networkIsBack();
    assertThat(transport.lines).hasSize(2);
    assertThat(transport.last().spec.cursor()).isEqualTo("3");
    assertThat(transport.last().spec.fresh()).isTrue();
    transport.last().opens().brings("4");
    settle();
    assertThat(heard).containsExactly("open 2", "4");
  }

  @Test
  void aConnectionThatOutlivesItIsReplacedBesideIt() {
    Line first = opened("1", "2");
    networkIsLost();
    networkIsBack();
    Line second = transport.last();
    assertThat(first.cancelled).isFalse();
    second.opens().brings("2");
    hears("open 2");
    assertThat(first.cancelled).isTrue();
  }

  @Test
  void aBackoffIsCutShortOnceThereIsOne() {
    start();
    transport.last().ends(Verdict.UNREACHABLE, Reason.UNREACHABLE, 0);
    networkIsLost();
    world.run(HOUR);
    assertThat(transport.lines).hasSize(1);
    networkIsBack();
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void whoAsksForItAtOnceWaitsToo() {
    networkIsLost();
    start();
    stream.reconnectNow();
    nothingBegins();
  }

  @Test
  void aCandidateWaitsToo() {
    Line first = opened("1", "2");
    networkIsLost();
    stream.verify();
    stream.renew();
    world.run(HOUR);
    assertThat(transport.lines).hasSize(1);
    assertThat(first.cancelled).isFalse();
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
  }

  @Test
  void aCandidateThatIsUnderWayIsGivenUp() {
    Line first = opened("1", "2");
    stream.renew();
    settle();
    networkIsLost();
    assertThat(transport.last().cancelled).isTrue();
    assertThat(stream.diagnostics().attempts().get(1).next()).isEqualTo(Next.KEEP_CURRENT);
    first.brings("3");
    hears("3");
  }

  @Test
  void noPollLooksWhetherAnEventStreamIsHeldBack() {
    request = StreamRequest.of(request.url().toString());
    start();
    transport.last().opensSilently().waits(world);
    settle();
    networkIsLost();
    world.run(HOUR);
    assertThat(transport.lines).hasSize(1);
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
  }

  @Test
  void thatTimeIsNoOutageOfTheServer() {
    request =
        StreamRequest.builder(request.url().toString())
            .transports(TransportType.SSE)
            .backoff(Backoff.builder().maxElapsed(Duration.ofSeconds(10)).build())
            .build();
    networkIsLost();
    start();
    nothingBegins();
    networkIsBack();
    transport.last().ends(Verdict.UNREACHABLE, Reason.UNREACHABLE, 0);
    hears("retry 1");
  }

  @Test
  void whatIsUnderWayIsGivenUpAndBeginsAgain() {
    start();
    networkIsLost();
    assertThat(transport.last().cancelled).isTrue();
    assertThat(stream.diagnostics().attempts().get(0).next()).isEqualTo(Next.PAUSED);
    nothingBegins();
    networkIsBack();
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void whoWaitsAtTheGateLeavesIt() {
    away(2);
    start();
    assertThat(gate.states().get(0).waiting).isEqualTo(3);
    networkIsLost();
    nothingBegins();
    othersLeave();
    assertThat(gate.states().get(0).waiting).isZero();
    networkIsBack();
    assertThat(transport.lines).hasSize(1);
  }

  @Test
  void whatFailsForThatIsNoFailure() {
    request =
        StreamRequest.builder(request.url().toString())
            .transports(TransportType.SSE)
            .backoff(Backoff.builder().maxAttempts(1).build())
            .lastEventId("0")
            .build();
    // Without an event, or its end would be no failure anyway.
    Line first = opened();
    networkIsLost();
    breaks(first);
    nothingBegins();
    networkIsBack();
    transport.last().opens().brings("1");
    hears("open 2", "1");
  }

  @Test
  void refusalsOnOneNetworkAreNotCountedOnAnother() {
    Line first = opened("1");
    breaks(first);
    reconnected().refuses(404);
    settle();
    networkIsLost();
    nothingBegins();
    networkIsBack();
    transport.last().refuses(404);
    reconnected().refuses(404);
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
  }

  @Test
  void nothingWakesUpForIt() {
    start();
    networkIsLost();
    assertThat(world.pending()).isZero();
  }

  @Test
  void whatFailsForThatIsNotHeldAgainstTheOrigin() {
    List<GateTicket> others = crowd(40);
    List<GateConnection> polls = new ArrayList<>();
    for (GateTicket other : others) {
      other.accepted();
      polls.add(other.guest.connection());
      polls.get(polls.size() - 1).received();
    }
    networkIsLost();
    world.run(6_000);
    polls.forEach(poll -> poll.failed(GateOutcome.AWAY));
    start();
    networkIsBack();
    assertThat(gate.states().get(0).open).isFalse();
    assertThat(gate.states().get(0).window).isEqualTo(64);
    assertThat(transport.lines).hasSize(1);
  }
}
