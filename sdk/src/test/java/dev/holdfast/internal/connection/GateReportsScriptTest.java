package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import dev.holdfast.internal.transport.Transports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gate hears of connections that a stream gives up by itself. */
class GateReportsScriptTest extends StreamScript {
  private final OriginGate gate = new OriginGate(world, world, world);
  private final List<GatedTransports> joined = new ArrayList<>();

  @Override
  Transports transports() {
    GatedTransports gated = new GatedTransports(transport, gate, request);
    joined.add(gated);
    return gated;
  }

  private GateState state() {
    return gate.states().get(0);
  }

  @AfterEach
  void leave() {
    stream.cancel();
    joined.forEach(GatedTransports::leave);
  }

  @Test
  void aConnectionThatIsSilentForTooLongIsALoss() {
    request =
        StreamRequest.builder(request.url().toString())
            .transports(TransportType.SSE)
            .heartbeat(HeartbeatPolicy.fixed(Duration.ofSeconds(7)))
            .build();
    opened("1").waits(world);
    assertThat(world.runUntil(() -> transport.lines.get(0).cancelled, 60_000)).isTrue();
    assertThat(state().window).isEqualTo(4);
  }

  @Test
  void soIsOneThatIsReplacedAsDead() {
    opened("1", "2");
    stream.networkChanged();
    settle();
    Line rescue = transport.last();
    assertThat(transport.lines).hasSize(2);
    rescue.opens().brings("2", "3");
    settle();
    assertThat(transport.lines.get(0).cancelled).isTrue();
    assertThat(state().window).isEqualTo(4);
  }

  @Test
  void oneThatIsRenewedIsNot() {
    opened("1", "2");
    stream.renew();
    settle();
    assertThat(transport.lines).hasSize(2);
    transport.last().opens().brings("2", "3");
    world.run(1_000);
    assertThat(transport.lines.get(0).cancelled).isTrue();
    assertThat(state().window).isEqualTo(64);
  }

  /** Not even where that is shorter than the time that an attempt may take a place. */
  @Test
  void attemptsThatAreNotAnsweredInTimeFindTheOriginAway() {
    StreamRequest hasty =
        StreamRequest.builder(request.url().toString())
            .transports(TransportType.SSE)
            .responseTimeout(Duration.ofSeconds(3))
            .build();
    request = hasty;
    start();
    List<RealSubscription> others = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      RealSubscription other =
          new RealSubscription(
              world.environment(), hasty, order(), event -> {}, transports(), memory, over -> {});
      others.add(other);
      other.start();
    }
    int begun = 0;
    for (int tenths = 0; tenths < 600; tenths++) {
      world.run(100);
      for (; begun < transport.lines.size(); begun++) {
        transport.lines.get(begun).begins();
      }
    }
    assertThat(state().open).isTrue();
    assertThat(transport.lines.size()).isLessThan(64 + 10 + 20);
    others.forEach(RealSubscription::cancel);
  }
}
