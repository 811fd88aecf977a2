package dev.holdfast.internal.connection;

import static dev.holdfast.internal.connection.GateOutcome.AWAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import dev.holdfast.internal.transport.Attempt;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.Transports;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What attempts tell the gate. */
class GatedAttemptTest extends OriginGates {
  private final ScriptedTransport transport = new ScriptedTransport();
  private final List<GatedTransports> streams = new ArrayList<>();
  private TransportType type = TransportType.SSE;

  private GatedTransports stream() {
    StreamRequest request = StreamRequest.builder("https://a/").build();
    GatedTransports stream = new GatedTransports(transport, gate, request);
    streams.add(stream);
    return stream;
  }

  private Attempt open(GatedTransports stream) {
    StreamRequest request = StreamRequest.builder("https://a/").build();
    return stream.get(type).open(new AttemptSpec(request, 1, null, false), new SilentSink());
  }

  private Line opened(GatedTransports stream) {
    open(stream);
    return transport.last().opens();
  }

  /** As the others find. */
  private boolean opens() {
    for (int i = 0; i < 5; i++) {
      fails(guests.get(i), AWAY);
    }
    return state().open;
  }

  @BeforeEach
  void others() {
    for (int i = 0; i < 8; i++) {
      GateGuest guest =
          gate.join(Redaction.origin(StreamRequest.builder("https://a/").build().url()));
      guest.doubts = true;
      guests.add(guest);
    }
  }

  @AfterEach
  void leave() {
    streams.forEach(GatedTransports::leave);
  }

  // ---- What vouches for an origin.

  @Test
  void whatASlowAppGetsFromABufferIsNoSignOfLife() {
    Line line = opened(stream());
    for (int i = 0; i < 60; i++) {
      line.brings("" + i);
      world.run(100);
    }
    assertThat(opens()).isTrue();
  }

  @Test
  void whatComesFromTheSocketIs() {
    Line line = opened(stream());
    world.run(6_000);
    line.receives();
    assertThat(opens()).isFalse();
  }

  @Test
  void aCandidateThatIsGivenUpTakesNothingFromTheActiveConnection() {
    GatedTransports stream = stream();
    Line active = opened(stream);
    Attempt candidate = open(stream);
    transport.last().opens();
    transport.last().receives();
    candidate.cancel();
    assertThat(opens()).as("the active one vouches").isFalse();
    active.receives();
    active.breaks();
    assertThat(opens()).isTrue();
  }

  @Test
  void whatComesAfterTheEndIsIgnored() {
    GatedTransports stream = stream();
    Attempt attempt = open(stream);
    Line line = transport.last().opens();
    attempt.cancel();
    line.receives();
    assertThat(opens()).isTrue();
  }

  // ---- How attempts and connections end.

  /** Its reader may be at its end before whoever opens it has it in hand; 64 are let in. */
  @Test
  void oneThatEndsWhileItIsBeingOpenedLeavesItsPlace() {
    Transports hasty =
        any ->
            (spec, sink) -> {
              Attempt line = transport.get(any).open(spec, sink);
              sink.begun();
              transport.last().fails(404);
              return line;
            };
    StreamRequest request = StreamRequest.builder("https://a/").build();
    for (int i = 0; i < 100; i++) {
      GatedTransports stream = new GatedTransports(hasty, gate, request);
      streams.add(stream);
      assertThat(open(stream).heldBy()).as("attempt %d", i).isNull();
    }
    assertThat(open(stream()).heldBy()).isNull();
  }

  @Test
  void severalResponsesThatEndAreALoss() {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      lines.add(opened(stream()));
    }
    lines.forEach(line -> line.ends(Verdict.LOST, Reason.RESPONSE_ENDED, 0));
    assertThat(state().window).isEqualTo(4);
  }

  @Test
  void aConnectionThatIsTakenToBeDeadIsLost() {
    GatedTransports stream = stream();
    Attempt attempt = open(stream);
    transport.last().opens();
    attempt.giveUp();
    assertThat(state().window).isEqualTo(4);
    assertThat(transport.last().cancelled).isTrue();
  }

  @Test
  void oneThatIsCancelledIsNot() {
    Attempt attempt = open(stream());
    transport.last().opens();
    attempt.cancel();
    assertThat(state().window).isEqualTo(64);
  }

  @Test
  void anAttemptThatIsNotAnsweredInTimeFindsTheOriginAway() {
    for (int i = 0; i < 5; i++) {
      Attempt attempt = open(stream());
      transport.last().begins();
      attempt.giveUp();
      world.run(1_000);
    }
    assertThat(state().open).isTrue();
  }

  @Test
  void oneThatHasNoThreadDoesNot() {
    for (int i = 0; i < 6; i++) {
      open(stream()).giveUp();
    }
    assertThat(state().open).isFalse();
    assertThat(state().window).isEqualTo(64);
  }

  @Test
  void pollsThatFindTheOriginAwayOpenTheGate() {
    type = TransportType.LONG_POLL;
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      lines.add(opened(stream()));
    }
    world.run(5_000);
    lines.forEach(line -> line.fails(503));
    assertThat(state().open).isTrue();
  }

  @Test
  void manyPollsThatBreakDoNotAskAgainAtOnce() {
    type = TransportType.LONG_POLL;
    int again = 0;
    for (int i = 0; i < 50; i++) {
      again += opened(stream()).mayAskAgain() ? 1 : 0;
    }
    assertThat(again).isEqualTo(2);
  }
}
