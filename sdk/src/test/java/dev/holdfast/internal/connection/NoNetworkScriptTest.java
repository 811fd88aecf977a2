package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Backoff;
import dev.holdfast.ConnectionState;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import java.time.Duration;
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
    assertThat(stream.diagnostics().heldBy()).startsWith("no network, ");
  }

  /** As the client does. */
  private void networkIsBack() {
    gate.networkFound();
    stream.networkChanged();
    gate.networkChanged();
    settle();
  }

  @Test
  void nothingIsTriedUntilThereIsOneAgain() {
    gate.networkLost();
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
    gate.networkLost();
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
    assertThat(heard).containsExactly("retry 0", "open 2", "4");
  }

  @Test
  void aConnectionThatOutlivesItIsReplacedBesideIt() {
    Line first = opened("1", "2");
    gate.networkLost();
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
    gate.networkLost();
    world.run(HOUR);
    assertThat(transport.lines).hasSize(1);
    networkIsBack();
    assertThat(transport.lines).hasSize(2);
  }

  @Test
  void whoAsksForItAtOnceWaitsToo() {
    gate.networkLost();
    start();
    stream.reconnectNow();
    nothingBegins();
  }

  @Test
  void aCandidateWaitsToo() {
    Line first = opened("1", "2");
    gate.networkLost();
    stream.verify();
    stream.renew();
    world.run(HOUR);
    assertThat(transport.lines).hasSize(1);
    assertThat(first.cancelled).isFalse();
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
  }

  @Test
  void aMachineThatSleptWithoutANetworkHasNoneYet() {
    gate.networkLost();
    start();
    stream.networkChanged();
    gate.networkChanged();
    nothingBegins();
  }

  @Test
  void thatTimeIsNoOutageOfTheServer() {
    request =
        StreamRequest.builder(request.url().toString())
            .transports(TransportType.SSE)
            .backoff(Backoff.builder().maxElapsed(Duration.ofSeconds(10)).build())
            .build();
    gate.networkLost();
    start();
    nothingBegins();
    networkIsBack();
    transport.last().ends(Verdict.UNREACHABLE, Reason.UNREACHABLE, 0);
    hears("retry 1");
  }

  @Test
  void whatFailsForThatIsNotHeldAgainstTheOrigin() {
    List<GateTicket> others = crowd(10);
    gate.networkLost();
    others.forEach(ticket -> ticket.failed(GateOutcome.AWAY));
    start();
    networkIsBack();
    assertThat(gate.states().get(0).open).isFalse();
    assertThat(transport.lines).hasSize(1);
  }

  @Test
  void manyThatWaitForItAreLetInTogether() {
    gate.networkLost();
    List<GateTicket> others = crowd(40);
    start();
    assertThat(others).noneMatch(GateTicket::isGranted);
    networkIsBack();
    assertThat(others).allMatch(GateTicket::isGranted);
    assertThat(transport.lines).hasSize(1);
  }
}
