package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that pause, and networks that go and come, over real sockets. */
@Timeout(60)
class PauseSocketTest extends SocketTest {
  private static final class Relay extends Recorder implements ChannelListener {}

  private void publish(int from, int to) {
    for (int i = from; i <= to; i++) {
      log.publish("" + i);
    }
  }

  /** A poll's connection may be kept for the next; nobody reads it. */
  private void noConnection(TransportType type) {
    Await.until("no reader", () -> readers.alive() == 0);
    if (type != TransportType.LONG_POLL) {
      Await.until("no connection", () -> server.openConnections() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void aPauseCostsNothingAndLosesNothing(TransportType type) throws Exception {
    Subscription stream = subscribe(request().transports(type));
    publish(1, 3);
    assertThat(recorder.nextData(3)).containsExactly("1", "2", "3");
    stream.pause();
    noConnection(type);
    int requests = server.requests().size();
    int accepted = server.acceptedConnections();
    publish(4, 6);
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    assertThat(server.acceptedConnections()).isEqualTo(accepted);
    assertThat(server.requests()).hasSize(requests);
    stream.resume();
    assertThat(recorder.nextData(3)).containsExactly("4", "5", "6");
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
  }

  @Test
  void whatAPausedChannelIsToSendGoesOutOnceItGoesOn() throws Exception {
    Relay relay = new Relay();
    Channel channel = client.open(StreamRequest.of(server.url("/events").toString()), relay);
    assertThat(channel.send("before").await(WAIT)).isTrue();
    channel.pause();
    Await.until("it waits", () -> channel.state() == ConnectionState.WAITING);
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      receipts.add(channel.send("" + i));
    }
    assertThat(channel.flush(Duration.ofMillis(200))).isFalse();
    assertThat(log.sends().messages()).hasSize(1);
    channel.resume();
    assertThat(channel.flush(WAIT)).isTrue();
    assertThat(receipts).allMatch(receipt -> receipt.state() == Receipt.State.ACKNOWLEDGED);
    assertThat(log.sends().messages())
        .extracting(message -> message.data().text())
        .containsExactly("before", "0", "1", "2");
  }

  @Test
  void connectionsThatAreKeptForReuseAreClosedToo() throws Exception {
    Channel channel = client.open(request().transports(TransportType.SSE).build(), new Relay());
    assertThat(channel.send("by POST").await(WAIT)).isTrue();
    assertThat(server.openConnections()).isGreaterThanOrEqualTo(2);
    channel.pause();
    Await.until("no connection", () -> server.openConnections() == 0);
  }

  @Test
  void withoutANetworkNothingConnectsUntilThereIsOne() throws Exception {
    client.networkLost();
    Subscription stream = subscribe(request());
    publish(1, 2);
    assertThat(stream.state()).isEqualTo(ConnectionState.WAITING);
    assertThat(stream.diagnostics().heldBy())
        .isEqualTo("a network: the app has said that there is none");
    assertThat(server.acceptedConnections()).isZero();
    client.networkChanged("wifi");
    assertThat(recorder.nextData(2)).containsExactly("1", "2");

    client.networkLost();
    server.resetConnections();
    Await.until("it waits", () -> stream.diagnostics().heldBy() != null);
    int accepted = server.acceptedConnections();
    publish(3, 4);
    client.networkChanged("cell");
    assertThat(recorder.nextData(2)).containsExactly("3", "4");
    assertThat(server.acceptedConnections()).isEqualTo(accepted + 1);
  }

  @Test
  void withoutANetworkNobodyIsAskedForCredentials() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    client.networkLost();
    subscribe(
        request()
            .backoff(Backoff.builder().maxAttempts(1).build())
            .credentials(
                question -> {
                  asked.incrementAndGet();
                  return Credentials.bearer("token");
                }));
    assertThat(Await.holdsFor(Duration.ofMillis(300), () -> asked.get() == 0)).isTrue();
    publish(1, 1);
    client.networkChanged("wifi");
    assertThat(recorder.nextData(1)).containsExactly("1");
    assertThat(asked).hasValue(1);
  }

  @Test
  void withoutANetworkNoMessageGoesOut() throws Exception {
    Channel channel =
        client.open(
            StreamRequest.builder(server.url("/events")).transports(TransportType.SSE).build(),
            new Relay());
    Await.until("open", () -> channel.state() == ConnectionState.OPEN);
    client.networkLost();
    Receipt receipt = channel.send("later");
    assertThat(Await.holdsFor(Duration.ofMillis(300), () -> log.sends().messages().isEmpty()))
        .isTrue();
    client.networkChanged("wifi");
    assertThat(receipt.await(WAIT)).isTrue();
    assertThat(receipt.state()).isEqualTo(Receipt.State.ACKNOWLEDGED);
  }

  @Test
  void aMachineThatSleptConnectsAnew() throws Exception {
    AtomicLong boot = new AtomicLong();
    try (StreamClient sleeper =
        StreamClient.builder().readerExecutor(readers).bootClock(boot::get).build()) {
      sleeper.subscribe(request().build(), recorder);
      publish(1, 2);
      assertThat(recorder.nextData(2)).containsExactly("1", "2");
      int accepted = server.acceptedConnections();
      boot.addAndGet(3_600_000);
      Await.until("connected anew", () -> server.acceptedConnections() > accepted);
      publish(3, 3);
      assertThat(recorder.nextData(1)).containsExactly("3");
    }
  }
}
