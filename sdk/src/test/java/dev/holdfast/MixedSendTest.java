package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.SentMessage;
import dev.holdfast.testkit.Served;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sending by whatever there is, while that changes. */
class MixedSendTest extends SendTest {
  @Test
  void goesByPostWhileWebSocketIsLostAndComesBack() throws Exception {
    sending.upgradeGrace(Duration.ZERO);
    Channel channel = open(request());
    moves(channel);
    ends(channel.send("a"), Receipt.State.ACKNOWLEDGED);
    log.webSockets().takePeer(WAIT).reset();
    Await.until("by SSE", () -> channel.diagnostics().transport() == TransportType.SSE);
    ends(channel.send("b"), Receipt.State.ACKNOWLEDGED);
    moves(channel);
    ends(channel.send("c"), Receipt.State.ACKNOWLEDGED);
    assertThat(sends.messages())
        .extracting(SentMessage::by)
        .containsExactly(Served.WEBSOCKET, Served.SEND, Served.WEBSOCKET);
  }
}
