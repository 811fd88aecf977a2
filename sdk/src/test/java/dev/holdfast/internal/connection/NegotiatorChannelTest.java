package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static dev.holdfast.TransportType.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamException.Reason;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.AttemptEnd;
import org.junit.jupiter.api.Test;

/** What a channel goes by once it has lost its WebSocket. */
class NegotiatorChannelTest extends Negotiators {
  private static final AttemptEnd LOST =
      AttemptEnd.of(Verdict.LOST, Reason.CONNECTION_LOST, "lost");

  private final Negotiator channel = new Negotiator(both, TransportOrder.ofChannel(both), memory);

  private Decision losesItsWebSocket() {
    return channel.ended(WEBSOCKET, LOST, true, world.nanoTime());
  }

  @Test
  void goesBackToWhatWorked() {
    channel.proven(LONG_POLL);
    channel.proven(WEBSOCKET);
    assertThat(losesItsWebSocket().transport).isEqualTo(LONG_POLL);
  }

  @Test
  void givesTheOthersTheirTurnThoughNoneWasProven() {
    channel.proven(WEBSOCKET);
    assertThat(losesItsWebSocket().transport).isEqualTo(SSE);
    assertThat(channel.ended(SSE, LOST, false, world.nanoTime()).transport).isEqualTo(LONG_POLL);
  }

  @Test
  void staysWithItWhereTheOthersAreKnownNotToWork() {
    memory.refused(both, SSE);
    memory.refused(both, LONG_POLL);
    channel.proven(WEBSOCKET);
    assertThat(losesItsWebSocket().transport).isEqualTo(WEBSOCKET);
  }

  @Test
  void doesNotTrustWhatWorkedOnAnotherNetwork() {
    channel.proven(LONG_POLL);
    channel.proven(WEBSOCKET);
    channel.networkChanged();
    channel.proven(WEBSOCKET);
    assertThat(losesItsWebSocket().transport).isEqualTo(SSE);
  }
}
