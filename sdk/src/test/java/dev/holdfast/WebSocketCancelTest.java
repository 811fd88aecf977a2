package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a WebSocket is doing, cancel() is prompt, and nothing is called or left after it. */
@Timeout(60)
class WebSocketCancelTest extends SocketTest {
  private static final int TRIES = 3;
  private final List<CountDownLatch> blocked = Collections.synchronizedList(new ArrayList<>());

  /** Where in its life it is. */
  enum Moment {
    AT_ONCE,
    CONNECTING,
    HANDSHAKE,
    OPEN,
    LISTENER_BLOCKED,
    BUFFER_FULL
  }

  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events"))
        .transports(TransportType.WEBSOCKET)
        .backoff(QUICK);
  }

  private Subscription arrive(Moment moment, Recorder listener, FullBacklog full) throws Exception {
    Subscription stream;
    switch (moment) {
      case AT_ONCE:
        return client.subscribe(request().build(), listener);
      case CONNECTING:
        stream =
            client.subscribe(
                StreamRequest.builder(full.url())
                    .transports(TransportType.WEBSOCKET)
                    .proofTimeout(Duration.ofSeconds(20))
                    .build(),
                listener);
        Await.until("connecting", () -> readers.alive() == 1);
        return stream;
      case HANDSHAKE:
        log.enqueue(Fault.neverAnswer());
        stream = client.subscribe(request().build(), listener);
        server.takeRequest(WAIT);
        return stream;
      case OPEN:
        stream = client.subscribe(request().build(), listener);
        listener.next(ConnectionInfo.class);
        log.webSockets().awaitOpen(1, WAIT);
        return stream;
      default:
        return blocked(moment, listener);
    }
  }

  private Subscription blocked(Moment moment, Recorder listener) throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    blocked.add(release);
    for (int i = 0; i < (moment == Moment.BUFFER_FULL ? 500 : 2); i++) {
      log.publish("x".repeat(10_000));
    }
    Subscription stream =
        client.subscribe(
            request().build(),
            new Relaying(listener) {
              @Override
              public void onEvent(StreamEvent event) throws Exception {
                entered.countDown();
                release.await();
              }
            });
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    if (moment == Moment.BUFFER_FULL) {
      long[] sent = {-1};
      Await.until(
          "the server stands still",
          () -> {
            long before = sent[0];
            sent[0] = server.bytesSent();
            return before == sent[0] || !Await.holdsFor(Duration.ofMillis(50), () -> true);
          });
    }
    return stream;
  }

  /** Hands on the end. */
  private static class Relaying implements StreamListener {
    private final Recorder to;

    Relaying(Recorder to) {
      this.to = to;
    }

    @Override
    public void onEvent(StreamEvent event) throws Exception {}

    @Override
    public void onClosed(StreamException cause) {
      to.onClosed(cause);
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void isPromptAndFreesEverything(Moment moment) throws Exception {
    long least = Long.MAX_VALUE;
    try (FullBacklog full = new FullBacklog()) {
      for (int i = 0; i < TRIES; i++) {
        Recorder listener = new Recorder();
        Subscription stream = arrive(moment, listener, full);
        long from = System.nanoTime();
        stream.cancel();
        least = Math.min(least, System.nanoTime() - from);
        assertThat(stream.awaitClosed(Duration.ZERO)).isTrue();
        assertThat(stream.closeCause()).isNull();
        Await.until("the socket is freed", 4, () -> log.webSockets().open() == 0);
        blocked.forEach(CountDownLatch::countDown);
        Await.until("no reader", 4, () -> readers.alive() == 0);
        assertThat(listener.hears(Recorder.Closed.class, Duration.ZERO)).isFalse();
      }
    }
    assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofMillis(100));
    client.close();
    Await.until("no socket", 4, () -> server.openConnections() == 0);
  }
}
