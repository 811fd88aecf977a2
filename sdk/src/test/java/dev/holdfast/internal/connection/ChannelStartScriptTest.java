package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamRequest;
import org.junit.jupiter.api.Test;

/** A channel that has not received anything yet. */
class ChannelStartScriptTest extends StreamScript {
  ChannelStartScriptTest() {
    request = StreamRequest.of("http://simulated/");
  }

  @Override
  TransportOrder order() {
    return TransportOrder.ofChannel(request);
  }

  @Test
  void nothingIsOpenedBesideWhatIsNotAcceptedYet() {
    start();
    world.run(4_000);
    assertThat(transport.lines).hasSize(1);
    assertThat(transport.last().type).isEqualTo(SSE);
  }
}
