package dev.holdfast.internal.connection;

import static dev.holdfast.TransportType.LONG_POLL;
import static dev.holdfast.TransportType.SSE;
import static dev.holdfast.TransportType.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.WebSocketSettings;
import org.junit.jupiter.api.Test;

class TransportOrderTest {
  private static StreamRequest request(TransportType... named) {
    StreamRequest.Builder request = StreamRequest.builder("http://host/e");
    return named.length == 0 ? request.build() : request.transports(named).build();
  }

  private static TransportOrder channel(TransportType... named) {
    return TransportOrder.ofChannel(request(named));
  }

  @Test
  void aStreamGoesByWhatItsRequestNames() {
    TransportOrder order = TransportOrder.ofStream(request());
    assertThat(order.tried()).containsExactly(SSE, LONG_POLL);
    assertThat(order.isUpgrade(WEBSOCKET)).isFalse();
    order = TransportOrder.ofStream(request(LONG_POLL, WEBSOCKET, SSE));
    assertThat(order.tried()).containsExactly(LONG_POLL, WEBSOCKET, SSE);
    assertThat(order.isUpgrade(WEBSOCKET)).isFalse();
    assertThat(order.betterThan(SSE)).containsExactly(LONG_POLL);
    assertThat(order.betterThan(WEBSOCKET)).containsExactly(LONG_POLL);
    assertThat(order.betterThan(LONG_POLL)).isEmpty();
  }

  @Test
  void aChannelMovesToWebSocket() {
    TransportOrder order = channel();
    assertThat(order.tried()).containsExactly(SSE, LONG_POLL, WEBSOCKET);
    assertThat(order.first()).isEqualTo(SSE);
    assertThat(order.isUpgrade(WEBSOCKET)).isTrue();
    assertThat(order.isUpgrade(SSE)).isFalse();
    assertThat(order.betterThan(SSE)).containsExactly(WEBSOCKET);
    assertThat(order.betterThan(LONG_POLL)).containsExactly(WEBSOCKET, SSE);
    assertThat(order.betterThan(WEBSOCKET)).isEmpty();
  }

  @Test
  void aChannelThatNamesWebSocketFirstBeginsWithIt() {
    TransportOrder order = channel(WEBSOCKET, SSE);
    assertThat(order.tried()).containsExactly(WEBSOCKET, SSE);
    assertThat(order.isUpgrade(WEBSOCKET)).isFalse();
    assertThat(order.betterThan(SSE)).containsExactly(WEBSOCKET);
    assertThat(order.betterThan(WEBSOCKET)).isEmpty();
  }

  @Test
  void aChannelThatDoesNotNameItNeverUsesIt() {
    TransportOrder order = channel(SSE);
    assertThat(order.tried()).containsExactly(SSE);
    assertThat(order.betterThan(SSE)).isEmpty();
    assertThat(order.isUpgrade(WEBSOCKET)).isFalse();
    assertThat(channel(SSE, WEBSOCKET).betterThan(SSE)).containsExactly(WEBSOCKET);
  }

  @Test
  void aChannelWithABodyUsesItOnlyWhereTheAppSaysWhere() {
    StreamRequest post = request().newBuilder().post("{}", "application/json").build();
    assertThat(TransportOrder.ofChannel(post).tried()).containsExactly(SSE);
    StreamRequest told =
        post.newBuilder()
            .webSocket(WebSocketSettings.builder().url("ws://host/socket").build())
            .build();
    assertThat(TransportOrder.ofChannel(told).tried()).containsExactly(SSE, WEBSOCKET);
  }
}
