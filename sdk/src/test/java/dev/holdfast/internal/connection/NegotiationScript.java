package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamRequest;
import dev.holdfast.internal.connection.ScriptedTransport.Line;

/** A stream that may go by both transports. */
abstract class NegotiationScript extends StreamScript {
  NegotiationScript() {
    request = StreamRequest.of("http://simulated/");
  }

  @Override
  boolean reportsAttempts() {
    return true;
  }

  Line refusedSse() {
    start();
    Line sse = transport.last();
    assertThat(sse.type).isEqualTo(SSE);
    sse.refuses(406);
    settle();
    Line poll = transport.last();
    assertThat(poll.type).isEqualTo(LONG_POLL);
    return poll;
  }
}
