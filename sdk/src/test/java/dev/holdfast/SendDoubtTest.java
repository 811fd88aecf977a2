package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Receipt.State;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.Served;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Where nobody answers: what is known of a message, and what goes on all the same. */
class SendDoubtTest extends SendTest {
  @Test
  void whatMayHaveArrivedIsUnknownIfItCannotBeRepeated() throws Exception {
    sends.replies(
        message -> {
          log.webSockets().peers().get(0).reset();
          return Reply.none();
        });
    log.faults(Served.SEND, c -> Fault.status(405));
    sending.upgradeGrace(Duration.ZERO);
    Channel channel = open(request());
    moves(channel);
    log.faults(Served.WEBSOCKET, c -> Fault.status(404));
    Receipt receipt = channel.send("pay");
    ends(receipt, State.UNKNOWN);
    assertThat(accepted()).containsExactly("pay");
    assertThat(receipt.cause().statusCode()).isEqualTo(405);
  }

  @Test
  void whatAServerRejectsByItsOwnWordIsRejectedHoweverOftenItWasSent() throws Exception {
    log.enqueue(Served.SEND, Fault.status(500)).enqueue(Served.SEND, Fault.status(422));
    log.enqueue(Served.SEND, Fault.status(429)).enqueue(Served.SEND, Fault.status(403));
    log.enqueue(Served.SEND, Fault.status(500)).enqueue(Served.SEND, Fault.status(403));
    Channel channel = byPost();
    ends(channel.send("422 is about the message"), State.REJECTED);
    ends(channel.send("429 says that it was not looked at"), State.REJECTED);
    ends(channel.send("403 is about the request"), State.UNKNOWN);
  }

  @Test
  void messagesGoOutWhereAnEventStreamIsNotAnsweredBeforeItsFirstEvent() throws Exception {
    log.faults(Served.SSE, c -> Fault.neverAnswer());
    log.faults(Served.LONG_POLL, c -> Fault.status(404));
    log.faults(Served.WEBSOCKET, c -> Fault.status(404));
    Channel channel = client.open(request().sending(sending.build()).build(), recorder::onEvent);
    ends(channel.send("what the first event answers"), State.ACKNOWLEDGED);
    assertThat(channel.state()).isEqualTo(ConnectionState.CONNECTING);
  }

  @Test
  void aNetworkThatIsLeftTakesNoPostAlong() throws Exception {
    sends.replies(m -> m.delivery() == 1 ? Reply.none() : Reply.ack());
    Channel channel = byPost();
    Receipt receipt = channel.send("a");
    sends.awaitMessages(1, WAIT);
    client.networkChanged("another");
    ends(receipt, State.ACKNOWLEDGED);
  }

  @Test
  void aLookUpThatHangsHoldsNothingUpForLong() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean hung = new AtomicBoolean();
    Dns dns =
        host -> {
          if (host.equals("localhost") && hung.compareAndSet(false, true)) {
            awaitQuietly(release);
          }
          return Dns.SYSTEM.lookup(host);
        };
    try (StreamClient own =
        StreamClient.builder()
            .okHttpClient(new OkHttpClient.Builder().dns(dns).build())
            .readerExecutor(readers)
            .build()) {
      HttpUrl url = server.url("/events");
      sending.url(url.newBuilder().host("localhost").build()).ackTimeout(Duration.ofMillis(200));
      StreamRequest request =
          StreamRequest.builder(url.newBuilder().host("127.0.0.1").build())
              .transports(TransportType.SSE)
              .backoff(QUICK)
              .sending(sending.build())
              .build();
      log.publish("1");
      ends(own.open(request, recorder::onEvent).send("a"), State.ACKNOWLEDGED);
      assertThat(hung).isTrue();
    } finally {
      release.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
