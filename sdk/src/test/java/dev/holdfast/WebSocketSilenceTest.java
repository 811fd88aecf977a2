package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.WebSocketFault;
import dev.holdfast.testkit.WebSocketPeer;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A proxy that answers pings for a backend that is gone: pongs are not what the server says. */
@Timeout(60)
class WebSocketSilenceTest extends SocketTest {
  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events"))
        .transports(TransportType.WEBSOCKET)
        .backoff(QUICK);
  }

  private static void beat(WebSocketPeer peer, int times) {
    for (int i = 0; i < times; i++) {
      Await.holdsFor(Duration.ofMillis(200), () -> true);
      peer.text("{\"kind\":\"heartbeat\"}");
    }
  }

  @Test
  void heartbeatsThatStopWhilePongsGoOnAreDoubtedAndReplaced() throws Exception {
    OkHttpClient app = new OkHttpClient.Builder().pingInterval(Duration.ofMillis(300)).build();
    log.publish("1");
    try (StreamClient pinging = StreamClient.builder().okHttpClient(app).build()) {
      log.enqueue(WebSocketFault.afterEvents(1, peer -> beat(peer, 5)));
      Subscription stream = pinging.subscribe(request().build(), recorder);
      recorder.nextData(1);
      WebSocketPeer first = log.webSockets().takePeer(WAIT);
      log.webSockets().takePeer(WAIT).await(WebSocketPeer::isOpen, WAIT);
      assertThat(first.pings()).hasSizeGreaterThan(5);
      log.publish("2");
      assertThat(recorder.nextData(1)).containsExactly("2");
      assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
      assertThat(recorder.hears(Gap.class, Duration.ZERO)).isFalse();
    }
  }
}
