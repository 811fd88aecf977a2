package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.SentMessage;
import dev.holdfast.testkit.Served;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sending by whatever there is, while that changes. */
class MixedSendTest extends SendTest {
  private static final int THREADS = 8;
  private static final int EACH = 250;

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

  /** Sends so many from each thread, slowly enough that faults meet them. */
  private static List<CompletableFuture<List<Receipt>>> senders(Channel channel) {
    List<CompletableFuture<List<Receipt>>> senders = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int number = thread;
      senders.add(
          CompletableFuture.supplyAsync(
              () -> {
                List<Receipt> receipts = new ArrayList<>();
                for (int i = 0; i < EACH; i++) {
                  receipts.add(channel.send(number + ":" + i));
                  LockSupport.parkNanos(20_000_000);
                }
                return receipts;
              },
              task -> new Thread(task).start()));
    }
    return senders;
  }

  @Test
  void eachArrivesOnceInItsSendersOrderThroughCutsAndBlocks() throws Exception {
    Random random = new Random(7);
    AtomicBoolean blocked = new AtomicBoolean();
    log.faults(Served.WEBSOCKET, c -> blocked.get() ? Fault.status(503) : Fault.none());
    log.faults(Served.SEND, c -> c.numberOfKind() % 7 == 0 ? Fault.status(503) : Fault.none());
    sends.replies(
        m -> m.delivery() == 1 && m.id().hashCode() % 50 == 0 ? Reply.none() : Reply.ack());
    sending
        .upgradeGrace(Duration.ofMillis(50))
        .maxMessages(4_000)
        .ackTimeout(Duration.ofSeconds(1));
    log.publish("one more, so that a second connection can show that it misses nothing");
    Channel channel = open(request());
    List<CompletableFuture<List<Receipt>>> senders = senders(channel);
    BooleanSupplier sent = () -> senders.stream().allMatch(CompletableFuture::isDone);
    for (int round = 0; !sent.getAsBoolean(); round++) {
      blocked.set(round % 3 == 2);
      // Else it would have seen enough of WebSocket for five minutes.
      client.networkChanged("network " + round);
      long pause = 300 + random.nextInt(200);
      Await.holdsFor(Duration.ofMillis(pause), () -> !sent.getAsBoolean());
      server.resetConnections();
    }
    blocked.set(false);
    assertThat(channel.flush(Duration.ofSeconds(60))).as("%s", channel.queued()).isTrue();
    for (CompletableFuture<List<Receipt>> sender : senders) {
      acknowledged(sender.join());
    }
    for (int thread = 0; thread < THREADS; thread++) {
      String prefix = thread + ":";
      assertThat(accepted().stream().filter(text -> text.startsWith(prefix)))
          .isEqualTo(IntStream.range(0, EACH).mapToObj(i -> prefix + i).toList());
    }
    assertThat(sends.messages()).hasSize(THREADS * EACH);
    assertThat(sends.messages())
        .extracting(SentMessage::by)
        .contains(Served.SEND, Served.WEBSOCKET);
    assertThat(sends.deliveries()).as("some were repeated").hasSizeGreaterThan(THREADS * EACH);
  }
}
