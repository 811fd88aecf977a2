package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;

import dev.holdfast.StreamRequest;
import dev.holdfast.internal.connection.ScriptedTransport.Line;
import org.junit.jupiter.api.Test;

/** Events whose identifier is always the same, on a server that tells a place after each answer. */
class PlaceScriptTest extends StreamScript {
  PlaceScriptTest() {
    request = StreamRequest.builder("http://simulated/").transports(LONG_POLL).build();
  }

  @Test
  void whoAskedFromAnIdentifierThatMeansNothingMayHaveMissedSomething() {
    Line first = start("same", "a", "same", "b").movesCursor("place 2").asksFrom("place 2");
    first.bringsEvent("same", "c");
    hears("c");
    // In the middle of an answer, where "same" is all that there is to ask from.
    stream.verify();
    settle();
    Line second = transport.last();
    first.movesCursor("place 3");
    second.opens().bringsEvent("same", "z");
    world.run(1_000);
    hears("NO_CURSOR place 3..null", "open 2", "z");
  }

  @Test
  void whoAskedFromThePlaceThatTheStreamIsAtMissesNothing() {
    Line first = start("same", "a", "same", "b").movesCursor("place 2").asksFrom("place 2");
    settle();
    stream.verify();
    settle();
    Line second = transport.last();
    breaks(first);
    second.opens().bringsEvent("same", "c");
    hears("open 2", "c");
  }
}
