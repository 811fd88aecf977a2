package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Sends;
import dev.holdfast.testkit.SentMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A channel that sends, over real sockets. */
abstract class SendTest extends SocketTest {
  final Sends sends = log.sends();
  final SendSettings.Builder sending = SendSettings.builder();

  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events"))
        .backoff(QUICK)
        .proofTimeout(Duration.ofMillis(500));
  }

  /** A channel whose WebSocket is there from the first. */
  Channel bySocket() {
    return open(request().transports(TransportType.WEBSOCKET, TransportType.SSE));
  }

  /** A channel that has no WebSocket. */
  Channel byPost() {
    return open(request().transports(TransportType.SSE));
  }

  Channel open(StreamRequest.Builder request) {
    log.publish("so that there is a position");
    return client.open(request.sending(sending.build()).build(), recorder::onEvent);
  }

  /** Waits until the channel has moved to WebSocket, which events that come by both help it to. */
  void moves(Channel channel) {
    BooleanSupplier moved = () -> channel.diagnostics().transport() == TransportType.WEBSOCKET;
    Await.until(
        "moved",
        () -> {
          if (!moved.getAsBoolean()) {
            log.publish("another");
            Await.holdsFor(Duration.ofMillis(50), () -> !moved.getAsBoolean());
          }
          return moved.getAsBoolean();
        });
  }

  static void ends(Receipt receipt, Receipt.State state) throws InterruptedException {
    assertThat(receipt.await(WAIT)).as("%s", receipt).isTrue();
    assertThat(receipt.state()).as("%s", receipt.cause()).isEqualTo(state);
  }

  static void acknowledged(List<Receipt> receipts) throws InterruptedException {
    for (Receipt receipt : receipts) {
      ends(receipt, Receipt.State.ACKNOWLEDGED);
    }
  }

  /** What the server accepted, in order, as text. */
  List<String> accepted() {
    return texts(sends.messages());
  }

  List<String> delivered() {
    return texts(sends.deliveries());
  }

  private static List<String> texts(List<SentMessage> messages) {
    return messages.stream().map(message -> text(message)).toList();
  }

  private static String text(SentMessage message) {
    return message.data().text();
  }
}
