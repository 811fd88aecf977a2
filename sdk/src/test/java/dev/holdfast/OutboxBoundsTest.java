package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Receipt.State;
import dev.holdfast.SendSettings.FullPolicy;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.WebSocketProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A full outbox, and the end of a channel. */
class OutboxBoundsTest extends SendTest {
  private void fails(Channel channel, String text, Reason reason) {
    assertThatThrownBy(() -> channel.send(text))
        .isInstanceOfSatisfying(
            StreamException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aFullOutboxFailsTheSendAndHasRoomAgain() throws Exception {
    sends.replies(m -> Reply.held());
    sending.maxMessages(2).maxBytes(10);
    Channel channel = bySocket();
    Receipt first = channel.send("12345");
    fails(channel, "123456", Reason.OUTBOX_FULL);
    Receipt second = channel.send("\u20ac");
    fails(channel, "", Reason.OUTBOX_FULL);
    sends.awaitHeld(2, WAIT);
    sends.release();
    acknowledged(List.of(first, second));
    fails(channel, "12345678901", Reason.OUTBOX_FULL);
    sends.replies(m -> Reply.ack());
    acknowledged(List.of(channel.send("1234567890")));
  }

  @Test
  void aBlockingSendGoesOnWhenThereIsRoomAndEndsWithTheChannel() throws Exception {
    sends.replies(m -> Reply.held());
    sending.maxMessages(1).whenFull(FullPolicy.BLOCK);
    Channel channel = bySocket();
    Receipt first = channel.send("a");
    CompletableFuture<Receipt> second = CompletableFuture.supplyAsync(() -> channel.send("b"));
    sends.awaitHeld(1, WAIT);
    assertThat(Await.holdsFor(Duration.ofMillis(50), () -> !second.isDone())).isTrue();
    sends.release();
    ends(first, State.ACKNOWLEDGED);
    Receipt sent = second.get(10, TimeUnit.SECONDS);
    CompletableFuture<Receipt> third = CompletableFuture.supplyAsync(() -> channel.send("c"));
    sends.awaitHeld(1, WAIT);
    channel.cancel();
    assertThat(third.handle((r, e) -> e).get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(StreamException.class);
    ends(sent, State.UNKNOWN);
  }

  @Test
  void cancelDecidesEveryReceiptAtOnceAndTruly() throws Exception {
    sends.replies(m -> Reply.none());
    Channel channel = bySocket();
    Receipt sent = channel.send("a");
    sends.awaitMessages(1, WAIT);
    channel.cancel();
    ends(sent, State.UNKNOWN);
    assertThat(sent.cause().reason()).isEqualTo(Reason.CHANNEL_CLOSED);
    fails(channel, "b", Reason.CHANNEL_CLOSED);
    log.faults(fault -> Fault.neverAnswer());
    Channel silent = open(request().transports(TransportType.SSE));
    Receipt never = silent.send("c");
    client.close();
    ends(never, State.REJECTED);
    assertThat(silent.queued()).isZero();
  }

  @Test
  void closeSeesOutWhatThereIs() throws Exception {
    sends.replies(m -> Reply.held());
    Channel channel = bySocket();
    Receipt receipt = channel.send("a");
    sends.awaitHeld(1, WAIT);
    channel.close(WAIT);
    fails(channel, "b", Reason.CHANNEL_CLOSED);
    assertThat(channel.state()).isEqualTo(ConnectionState.OPEN);
    sends.release();
    ends(receipt, State.ACKNOWLEDGED);
    assertThat(channel.awaitClosed(WAIT)).isTrue();
    assertThat(channel.closeCause()).isNull();
  }

  @Test
  void closeEndsWhenItsTimeIsOver() throws Exception {
    sends.replies(m -> Reply.none());
    Channel channel = byPost();
    Receipt receipt = channel.send("a");
    sends.awaitMessages(1, WAIT);
    Receipt behind = channel.send("b");
    channel.close(Duration.ofMillis(100));
    ends(receipt, State.UNKNOWN);
    ends(behind, State.REJECTED);
    assertThat(channel.awaitClosed(WAIT)).isTrue();
    Await.until("no reader is left", () -> readers.alive() == 0);
  }

  @Test
  void closeHandsOverWhatARawSocketHasQueued() throws Exception {
    log.webSockets().protocols(WebSocketProtocol.RAW);
    Channel channel = bySocket();
    for (int i = 0; i < 200; i++) {
      channel.send(i + "x".repeat(10_000));
    }
    channel.close(WAIT);
    assertThat(channel.awaitClosed(WAIT)).isTrue();
    sends.awaitMessages(200, WAIT);
  }

  @Test
  void theEndOfTheStreamIsTheEndOfWhatIsSent() throws Exception {
    sends.replies(m -> Reply.none());
    Channel channel = bySocket();
    Receipt receipt = channel.send("a");
    sends.awaitMessages(1, WAIT);
    log.end();
    ends(receipt, State.UNKNOWN);
    assertThat(channel.awaitClosed(WAIT)).isTrue();
    assertThat(log.requestCount(Served.WEBSOCKET)).isEqualTo(1);
  }

  @Test
  void aSecondCloseMayShortenTheTime() throws Exception {
    sends.replies(m -> Reply.none());
    Channel channel = bySocket();
    Receipt receipt = channel.send("a");
    channel.close(Duration.ofHours(1));
    channel.close(Duration.ofMillis(50));
    channel.close(Duration.ofHours(1));
    assertThat(channel.awaitClosed(WAIT)).isTrue();
    assertThat(receipt.isDone()).isTrue();
  }

  @Test
  void onceItIsClosedEveryReceiptIsDecided() throws Exception {
    sends.replies(m -> Reply.none());
    for (int i = 0; i < 100; i++) {
      Channel channel = byPost();
      Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
      List<CompletableFuture<Void>> senders =
          Stream.generate(() -> CompletableFuture.runAsync(() -> sendsOn(channel, receipts)))
              .limit(2)
              .toList();
      Await.until("some are sent", () -> receipts.size() > 1);
      channel.cancel();
      channel.awaitClosed();
      assertThat(receipts).allMatch(Receipt::isDone);
      senders.forEach(CompletableFuture::join);
    }
  }

  /** Sends until the channel takes no more. */
  private static void sendsOn(Channel channel, Queue<Receipt> receipts) {
    try {
      while (true) {
        receipts.add(channel.send("x"));
      }
    } catch (StreamException ended) {
      // It is full, or over.
    }
  }
}
