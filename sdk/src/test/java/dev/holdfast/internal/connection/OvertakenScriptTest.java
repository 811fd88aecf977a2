package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamRequest;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import org.junit.jupiter.api.Test;

/** An event stream that a poll beside it has overtaken, and that goes on after all. */
class OvertakenScriptTest extends StreamScript {
  OvertakenScriptTest() {
    request = StreamRequest.of("http://simulated/");
  }

  /** Only an identifier could be asked for; these events are told by their place alone. */
  @Test
  void whatThePollBroughtWithoutAnIdentifierIsNotRepeated() {
    Line sse = start("1", "a", "2", "b").bringsWithoutId("2", "c").waits(world);
    hears("c");
    Line second = reconnected();
    assertThat(second.type).as("is it alive?").isEqualTo(SSE);
    second.opens().bringsEvent("2", "b");
    Line poll = reconnected();
    assertThat(poll.type).isEqualTo(LONG_POLL);
    poll.opens().bringsEvent("2", "b").bringsWithoutId("2", "c").bringsWithoutId("2", "d");
    world.run(300);
    hears("open 3", "d");
    sse.bringsWithoutId("2", "d");
    breaks(poll);
    sse.bringsWithoutId("2", "e");
    hears("open 1", "e");
  }
}
