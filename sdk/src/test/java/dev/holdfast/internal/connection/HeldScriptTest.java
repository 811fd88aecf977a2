package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.Backoff;
import dev.holdfast.ConnectionState;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.AttemptEnd;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A stream that waits at its origin's gate, among others: what its app sees of it. */
class HeldScriptTest extends HeldScript {
  @Test
  void saysWhatItWaitsFor() {
    away(2);
    start();
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    assertThat(stream.diagnostics().heldBy())
        .isEqualTo("http://simulated/ is away, 0 under way, 3 waiting");
    assertThat(stream.diagnostics().toString())
        .startsWith("WAITING by sse, held: http://simulated/");
    assertThat(transport.lines).isEmpty();
    assertThat(world.runUntil(() -> !transport.lines.isEmpty(), 60_000)).isTrue();
    settle();
    assertThat(stream.state()).isEqualTo(ConnectionState.CONNECTING);
    assertThat(stream.diagnostics().heldBy()).isNull();
    assertThat(stream.diagnostics().toString()).startsWith("CONNECTING by sse\n");
    transport.last().opens();
    hears("open 1");
    assertThat(stream.diagnostics().heldBy()).isNull();
  }

  @Test
  void whoIsAskedForByTheAppIsTheNext() {
    away(8);
    start();
    assertThat(transport.lines).isEmpty();
    // One of those before it hangs by now.
    world.run(1_000);
    stream.reconnectNow();
    assertThat(world.runUntil(() -> !transport.lines.isEmpty(), 7_000)).isTrue();
    assertThat(gate.states().get(0).waiting).isEqualTo(7);
  }

  @Test
  void whoCancelsLeavesTheQueue() {
    away(2);
    start();
    assertThat(gate.states().get(0).waiting).isEqualTo(3);
    stream.cancel();
    settle();
    assertThat(gate.states().get(0).waiting).isEqualTo(2);
    world.run(60_000);
    assertThat(transport.lines).isEmpty();
  }

  @Test
  void itsOwnBackoffIsNotTheGate() {
    start();
    transport.last().ends(Verdict.UNREACHABLE, Reason.UNREACHABLE, 0);
    hears("retry 1");
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    assertThat(stream.diagnostics().heldBy()).isNull();
  }

  @Test
  void whatItWaitsForItsTurnIsNoTimeOfItsOwn() {
    request =
        StreamRequest.builder(request.url().toString())
            .transports(TransportType.SSE)
            .backoff(Backoff.builder().maxElapsed(Duration.ofSeconds(10)).build())
            .build();
    // Each of those before it hangs for five seconds.
    away(8);
    start();
    long start = world.nanoTime();
    assertThat(world.runUntil(() -> !transport.lines.isEmpty(), 120_000)).isTrue();
    assertThat(world.nanoTime() - start).isGreaterThan(Duration.ofSeconds(20).toNanos());
    transport.last().ends(Verdict.UNREACHABLE, Reason.UNREACHABLE, 0);
    hears("retry 1");

    // From here on it is alone: its own time passes.
    othersLeave();
    long alone = world.nanoTime();
    while (stream.state() != ConnectionState.CLOSED) {
      int tried = transport.lines.size();
      assertThat(world.runUntil(() -> transport.lines.size() > tried, 60_000)).isTrue();
      transport.last().ends(Verdict.UNREACHABLE, Reason.UNREACHABLE, 0);
      settle();
    }
    assertThat(heard.get(heard.size() - 1)).isEqualTo("closed GAVE_UP");
    assertThat(world.nanoTime() - alone).isGreaterThan(Duration.ofSeconds(9).toNanos());
  }

  @Test
  void whoIsAskedForInItsOwnBackoffIsTheNextToo() {
    start();
    transport.last().ends(unreachable(60));
    away(8);
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    assertThat(stream.diagnostics().heldBy()).isNull();
    stream.reconnectNow();
    assertThat(stream.diagnostics().heldBy()).isNotNull();
    reconnected();
    assertThat(gate.states().get(0).waiting).isGreaterThan(5);
  }

  @Test
  void whoseOwnBackoffEndsIsTheLast() {
    start();
    transport.last().ends(unreachable(10));
    away(8);
    assertThat(world.runUntil(() -> stream.diagnostics().heldBy() != null, 20_000)).isTrue();
    reconnected();
    assertThat(gate.states().get(0).waiting).isZero();
  }

  private static AttemptEnd unreachable(int retryAfterSeconds) {
    return new AttemptEnd(
        Verdict.UNREACHABLE,
        new StreamException(Reason.UNREACHABLE, "nobody there", null),
        Duration.ofSeconds(retryAfterSeconds).toNanos());
  }

  @Test
  void aNetworkThatChangesLooksAtOnce() {
    away(0);
    start();
    assertThat(transport.lines).isEmpty();
    stream.networkChanged();
    gate.networkChanged();
    looksAtOnce();
  }

  @Test
  void whoseTurnHasComeAsTheNetworkChangesKeepsIt() {
    away(0);
    start();
    gate.networkChanged();
    stream.networkChanged();
    looksAtOnce();
  }

  /** On a connection of its own: it is of the network before. */
  private void looksAtOnce() {
    world.run(50);
    assertThat(transport.lines).hasSize(1);
    assertThat(transport.last().cancelled).isFalse();
    assertThat(transport.last().spec.fresh()).isTrue();
    transport.last().opens();
    hears("open 1");
  }

  @Test
  void whatDidNotWorkOnTheNetworkBeforeIsTriedOnTheNext() {
    request = StreamRequest.builder(request.url().toString()).build();
    memory.network("one");
    memory.blocked(request, TransportType.SSE);
    away(0);
    start();
    assertThat(stream.diagnostics().toString()).startsWith("WAITING by long-poll");
    memory.network("other");
    stream.networkChanged();
    gate.networkChanged();
    world.run(50);
    assertThat(transport.lines).hasSize(1);
    assertThat(transport.last().type).isEqualTo(TransportType.SSE);
  }

  @Test
  void anAttemptsTimeBeginsWithItsTurn() {
    away(2);
    start();
    Instant before = Instant.ofEpochMilli(world.wallMillis());
    assertThat(world.runUntil(() -> !transport.lines.isEmpty(), 60_000)).isTrue();
    Instant turn = Instant.ofEpochMilli(world.wallMillis());
    assertThat(turn).isAfter(before.plusSeconds(5));
    world.run(100);
    transport.last().opens();
    settle();
    AttemptReport report = stream.diagnostics().attempts().get(0);
    assertThat(report.startedAt()).isEqualTo(turn);
    assertThat(report.openedAfter()).isBetween(Duration.ofMillis(100), Duration.ofMillis(110));
    assertThat(report.provenAfter()).isBetween(Duration.ofMillis(100), Duration.ofMillis(110));
  }
}
