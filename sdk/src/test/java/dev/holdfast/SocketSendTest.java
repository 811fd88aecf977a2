package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Receipt.State;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.SentMessage;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.WebSocketFault;
import dev.holdfast.testkit.WebSocketPeer;
import dev.holdfast.testkit.WebSocketProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** Sending by WebSocket. */
class SocketSendTest extends SendTest {
  @Test
  void textObjectsAndBytesArriveAsWhatTheyAreAndAreAcknowledged() throws Exception {
    Channel channel = bySocket();
    List<Receipt> receipts = new ArrayList<>();
    receipts.add(channel.send("a \"text\" \u20ac \ud83d\ude00\n"));
    receipts.add(channel.send(Collections.singletonMap("price", 67340.10)));
    receipts.add(channel.send(ByteString.of((byte) 0, (byte) 0xff)));
    receipts.add(channel.send((Object) "text after all"));
    acknowledged(receipts);
    List<SentMessage> messages = sends.messages();
    assertThat(messages).extracting(SentMessage::by).containsOnly(Served.WEBSOCKET);
    assertThat(messages)
        .extracting(SentMessage::id)
        .isEqualTo(receipts.stream().map(Receipt::id).toList());
    assertThat(messages.get(0).data().text()).isEqualTo("a \"text\" \u20ac \ud83d\ude00\n");
    assertThat(messages.get(1).data().text()).isEqualTo("{\"price\":67340.1}");
    assertThat(messages.get(2).data().bytes()).isEqualTo(ByteString.of((byte) 0, (byte) 0xff));
    assertThat(messages.get(3).data().text()).isEqualTo("text after all");
    assertThat(channel.queued()).isZero();
  }

  @Test
  void acknowledgementsCountInAnyOrderAndHoweverOftenTheyCome() throws Exception {
    sends.replies(message -> message.data().text().equals("twice") ? Reply.ack(2) : Reply.held());
    Channel channel = bySocket();
    Receipt first = channel.send("first");
    Receipt second = channel.send("second");
    ends(channel.send("twice"), State.ACKNOWLEDGED);
    assertThat(first.state()).isEqualTo(State.SENT);
    assertThat(channel.flush(Duration.ofMillis(20))).isFalse();
    log.webSockets().peers().get(0).ack("nobody's");
    sends.releaseReversed();
    assertThat(channel.flush(WAIT)).isTrue();
    acknowledged(List.of(first, second));
    assertThat(delivered()).containsExactly("first", "second", "twice");
  }

  @Test
  void aSwallowedAcknowledgementEndsInARepetitionOnTheSameSocket() throws Exception {
    sends.replies(message -> message.delivery() == 1 ? Reply.none() : Reply.ack());
    sending.ackTimeout(Duration.ofMillis(300));
    Channel channel = bySocket();
    long start = System.nanoTime();
    ends(channel.send("a"), State.ACKNOWLEDGED);
    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
    assertThat(delivered()).containsExactly("a", "a");
    assertThat(accepted()).containsExactly("a");
    assertThat(log.webSockets().peers()).hasSize(1);
  }

  @Test
  void aRefusalForNowIsRepeatedBeforeWhatComesAfterIt() throws Exception {
    sends.replies(m -> m.delivery() < 3 ? Reply.nack("busy", true) : Reply.ack());
    Channel channel = bySocket();
    acknowledged(List.of(channel.send("a"), channel.send("b")));
    assertThat(delivered().stream().filter("a"::equals).count()).isEqualTo(3);
  }

  @Test
  void aRefusalForGoodRejects() throws Exception {
    sends.replies(m -> Reply.nack("not an order", false));
    Channel channel = bySocket();
    Receipt receipt = channel.send("a");
    ends(receipt, State.REJECTED);
    assertThat(receipt.cause().reason()).isEqualTo(Reason.MESSAGE_REFUSED);
    assertThat(receipt.cause()).hasMessageContaining("not an order");
    assertThat(delivered()).containsExactly("a");
  }

  @Test
  void whatIsCutOffAfterItWasAcceptedIsRepeatedOnTheNextConnection() throws Exception {
    sends.replies(
        message -> {
          if (message.delivery() == 1 && message.data().text().equals("b")) {
            log.webSockets().peers().get(0).reset();
          }
          boolean lost = message.delivery() == 1 && !message.data().text().equals("c");
          return lost ? Reply.none() : Reply.ack();
        });
    Channel channel = bySocket();
    acknowledged(List.of(channel.send("a"), channel.send("b"), channel.send("c")));
    assertThat(accepted()).containsExactly("a", "b", "c");
    assertThat(sends.messages()).extracting(SentMessage::id).doesNotHaveDuplicates();
  }

  @Test
  void whatIsCutOffBeforeItWasAcceptedIsRepeatedInOrder() throws Exception {
    log.enqueue(Served.WEBSOCKET, WebSocketFault.afterReceived(2, WebSocketPeer::reset));
    Channel channel = bySocket();
    List<Receipt> receipts = new ArrayList<>();
    for (String text : List.of("a", "b", "c", "d")) {
      receipts.add(channel.send(text));
    }
    acknowledged(receipts);
    assertThat(accepted()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aRawSocketTakesMessagesAsTheyAreAndSaysNoMore() throws Exception {
    log.webSockets().protocols(WebSocketProtocol.RAW);
    Channel channel = bySocket();
    ends(channel.send("as it is"), State.HANDED_OFF);
    ends(channel.send(ByteString.of((byte) 1)), State.HANDED_OFF);
    List<SentMessage> messages = sends.awaitMessages(2, WAIT);
    assertThat(messages.get(0).data().text()).isEqualTo("as it is");
    assertThat(messages.get(1).data().bytes()).isEqualTo(ByteString.of((byte) 1));
  }

  @Test
  void moreThanASocketsQueueHoldsGoesOut() throws Exception {
    sending.maxBytes(64 << 20);
    Channel channel = bySocket();
    String large = "x".repeat(1_000_000);
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      receipts.add(channel.send(i + large));
    }
    acknowledged(receipts);
    assertThat(log.webSockets().peers()).as("never closed").hasSize(1);
    assertThat(delivered()).hasSize(40);
  }

  @Test
  void aListenerThatStandsStillDoesNotHoldUpWhatIsSent() throws Exception {
    CompletableFuture<Void> release = new CompletableFuture<>();
    log.publish("1");
    Channel channel =
        client.open(
            request().transports(TransportType.WEBSOCKET, TransportType.SSE).build(),
            event -> release.get(10, TimeUnit.SECONDS));
    Receipt receipt = channel.send("a");
    sends.awaitMessages(1, WAIT);
    assertThat(receipt.isDone()).as("its acknowledgement waits").isFalse();
    release.complete(null);
    ends(receipt, State.ACKNOWLEDGED);
  }

  @Test
  void inACallbackNobodyWaits() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CompletableFuture<Channel> opened = new CompletableFuture<>();
    sends.replies(m -> Reply.held());
    log.publish("1");
    Channel channel =
        client.open(
            request().transports(TransportType.WEBSOCKET, TransportType.SSE).build(),
            event -> {
              Channel own = opened.get(10, TimeUnit.SECONDS);
              Receipt receipt = own.send("from a callback");
              try {
                receipt.await(Duration.ofSeconds(5));
                thrown.complete(null);
              } catch (Throwable e) {
                thrown.complete(e);
              }
            });
    opened.complete(channel);
    assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void actionsRunOnAReaderThreadAndMayBlockAndSend() throws Exception {
    Channel channel = bySocket();
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    channel
        .send("a")
        .onDone(
            receipt -> {
              try {
                boolean reader = ReaderThreads.isCurrent();
                answer.complete(reader && channel.send("b").await(WAIT));
              } catch (InterruptedException e) {
                answer.completeExceptionally(e);
              }
            });
    assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
    Receipt done = channel.send("c").completion().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(done.state()).isEqualTo(State.ACKNOWLEDGED);
  }

  @Test
  void whatJacksonCannotWriteIsNoMessage() {
    Channel channel = bySocket();
    assertThatThrownBy(() -> channel.send(new Object()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(channel.queued()).isZero();
  }

  @Test
  void aDialectThatFailsAtOneMessageRejectsThatOne() throws Exception {
    Channel channel =
        open(
            request()
                .transports(TransportType.WEBSOCKET, TransportType.SSE)
                .webSocket(
                    WebSocketSettings.builder().dialect(new Speechless("unsayable")).build()));
    Receipt unsayable = channel.send("unsayable");
    ends(channel.send("b"), State.ACKNOWLEDGED);
    ends(unsayable, State.REJECTED);
    assertThat(unsayable.cause()).hasMessageContaining("the dialect failed");
  }
}
