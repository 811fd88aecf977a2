package dev.holdfast.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.dialect.SocketConversation.Sending;
import dev.holdfast.internal.sim.World;
import dev.holdfast.internal.transport.Attempt;
import dev.holdfast.internal.transport.AttemptSink;
import dev.holdfast.internal.transport.Transports;
import java.util.HashSet;
import java.util.Set;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that takes a message only the second time, in simulated time. */
class RefusedForNowScriptTest {
  private final World world = new World(1);
  private final Set<String> refused = new HashSet<>();
  private @Nullable AttemptSink sink;
  private final StreamRequest request =
      StreamRequest.builder("http://simulated/").transports(TransportType.WEBSOCKET).build();
  private final TransportOrder order = TransportOrder.ofChannel(request);
  private final TransportMemory memory = new TransportMemory(world);
  private final RealSubscription stream =
      new RealSubscription(
          world.environment(), request, order, event -> {}, transports(), memory, over -> {});
  private final ChannelSide side =
      new ChannelSide(
          stream,
          world.environment(),
          request,
          order,
          memory,
          (message, fresh, onEnd) -> {
            throw new AssertionError("posts");
          },
          "m");

  private Transports transports() {
    return type ->
        (spec, own) -> {
          sink = own;
          world.after(
              1,
              () -> {
                own.opened(new ConnectionInfo(type, spec.number(), 200, Headers.of()), false);
                own.proven();
                own.uplink().ready(Sending.ACKNOWLEDGED);
              });
          return new Attempt() {
            @Override
            public void send(OutgoingMessage message) {
              world.after(20, () -> answer(own, message.ref()));
            }

            @Override
            public void cancel() {}
          };
        };
  }

  private void answer(AttemptSink to, String ref) {
    if (refused.add(ref)) {
      to.uplink().refused(ref, "busy", true);
    } else {
      to.uplink().acknowledged(ref);
    }
  }

  private long millisTillAllAreTaken(int messages) {
    for (int i = 0; i < messages; i++) {
      side.text("x");
    }
    long start = world.millis();
    assertThat(world.runUntil(() -> side.queued() == 0, 3_600_000)).isTrue();
    return world.millis() - start;
  }

  @AfterEach
  void leavesNothingBehind() {
    stream.cancel();
    world.run(100);
    assertThat(world.pending()).isZero();
  }

  @Test
  void aServerThatIsBusyForAMomentIsOneReasonToPauseForAll() {
    stream.start();
    world.run(100);
    assertThat(millisTillAllAreTaken(200)).isLessThan(2_000);
  }

  @Test
  void aRefusalOfWhatIsNotOnItsWayIsNoReasonToPause() {
    stream.start();
    world.run(100);
    for (int i = 0; i < 50; i++) {
      sink.uplink().refused("nobody's " + i, "busy", true);
    }
    assertThat(millisTillAllAreTaken(1)).isLessThan(1_000);
  }
}
