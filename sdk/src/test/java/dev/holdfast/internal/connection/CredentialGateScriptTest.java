package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.Credentials;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.transport.CredentialSource;
import dev.holdfast.internal.transport.CredentialedTransports;
import dev.holdfast.internal.transport.Transports;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Credentials, and the gate of the origin that they are for. */
class CredentialGateScriptTest extends CredentialScript {
  private final OriginGate gate = new OriginGate(world, world, world);
  private final List<GateGuest> others = new ArrayList<>();
  private @Nullable GatedTransports gated;

  @Override
  Transports behind(CredentialSource source) {
    gated = new GatedTransports(CredentialedTransports.of(transport, source), gate, request);
    return gated;
  }

  /** The window is full: what comes after these waits. */
  private List<GateTicket> crowd() {
    List<GateTicket> tickets = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      GateGuest other = gate.join(Redaction.origin(request.url()));
      others.add(other);
      tickets.add(other.enter(() -> {}));
    }
    return tickets;
  }

  @AfterEach
  void leave() {
    stream.cancel();
    others.forEach(GateGuest::leave);
    gated.leave();
  }

  @Test
  void anAppThatTakesItsTimeTakesNoPlace() {
    List<Integer> underWay = new ArrayList<>();
    answers.add(
        any -> {
          world.run(3_000);
          underWay.add(gate.states().get(0).underWay);
          return Credentials.none();
        });
    start();
    assertThat(underWay).containsExactly(0);
    assertThat(gate.states().get(0).underWay).isEqualTo(1);
  }

  @Test
  void whatExpiresInTheLineIsAskedForAgainBehindTheGate() {
    List<GateTicket> tickets = crowd();
    answers.add(living("short", 2_000));
    answers.add(living("fresh", 2_000));
    start();
    assertThat(transport.lines).isEmpty();
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    assertThat(stream.diagnostics().heldBy()).isNotNull();
    world.run(3_000);
    tickets.forEach(GateTicket::accepted);
    settle();
    asked("FIRST", "EXPIRING");
    assertThat(token(transport.last())).isEqualTo("fresh");
    transport.last().opens().brings("1", "2");
    hears("open 1", "1", "2");
    // It is the fresh one that is replaced in time.
    world.run(1_300);
    assertThat(transport.lines).hasSize(1);
    next(250).opens().brings("2");
    hears("open 2");
  }

  @Test
  void whatIsStillGoodAfterTheLineIsUsed() {
    List<GateTicket> tickets = crowd();
    answers.add(living("long", 60_000));
    start();
    world.run(3_000);
    tickets.forEach(GateTicket::accepted);
    settle();
    asked("FIRST");
    assertThat(token(transport.last())).isEqualTo("long");
  }

  @Test
  void anAppThatHasNoneBehindTheGateIsNotTheOriginsFault() {
    List<GateTicket> tickets = crowd();
    answers.add(living("short", 2_000));
    answers.add(throwing(new IllegalStateException()));
    start();
    world.run(3_000);
    tickets.forEach(GateTicket::accepted);
    settle();
    asked("FIRST", "EXPIRING");
    int window = gate.states().get(0).window;
    assertThat(window).isEqualTo(64);
    assertThat(heard).containsExactly("retry 1");
    heard.clear();
  }
}
