package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.WebSocketPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An app that is much slower than the server, on an executor of its own, over real sockets. */
@Timeout(60)
class SlowExecutorTest extends SocketTest {
  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
  private final List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger retries = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger wrong = new AtomicInteger();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void endThePool() {
    release.countDown();
    pool.shutdown();
  }

  private abstract class App implements StreamListener {
    abstract void work(StreamEvent event) throws InterruptedException;

    @Override
    public void onEvent(StreamEvent event) throws Exception {
      if (inside.incrementAndGet() != 1 || ReaderThreads.isCurrent()) {
        wrong.incrementAndGet();
      }
      work(event);
      heard.add(event.id());
      inside.decrementAndGet();
    }

    @Override
    public void onRetry(RetryInfo retry) {
      retries.incrementAndGet();
    }

    @Override
    public void onGap(Gap gap) {
      gaps.add(gap);
    }
  }

  /** Takes two milliseconds for each, a hundred times as long as the server. */
  private final class Slow extends App {
    @Override
    void work(StreamEvent event) throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  /** Stands still at the first until it is released. */
  private final class Standing extends App {
    @Override
    void work(StreamEvent event) throws InterruptedException {
      release.await();
    }
  }

  private void publish(int count, String filler) {
    for (int i = 0; i < count; i++) {
      log.publish(filler);
    }
  }

  private static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "" + i).toList();
  }

  private StreamRequest.Builder by(TransportType transport, DeliverySettings settings) {
    return request().transports(transport).delivery(settings);
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void aListenerAHundredTimesSlowerLosesNothing(TransportType transport) {
    int count = 1_500;
    publish(count, "x".repeat(2_000));
    client.subscribe(
        by(transport, DeliverySettings.on(pool).buffer(8, 1 << 16)).build(), new Slow());
    Await.until("all", 40, () -> heard.size() >= count);
    assertThat(heard).isEqualTo(numbers(count));
    assertThat(wrong).hasValue(0);
    assertThat(gaps).isEmpty();
    assertThat(retries).hasValue(0);
  }

  @Test
  void whileTheBufferIsFullNoPollGoesOut() {
    publish(5, "x");
    client.subscribe(
        by(TransportType.LONG_POLL, DeliverySettings.on(pool).buffer(2, 1 << 16)).build(),
        new Standing());
    Await.until("it stands", () -> inside.get() == 1);
    int before = log.requestCount(Served.LONG_POLL);
    publish(5, "y");
    assertThat(Await.holdsFor(Duration.ofMillis(500), () -> polls() == before)).isTrue();
    release.countDown();
    Await.until("all", () -> heard.size() >= 10);
    assertThat(heard).isEqualTo(numbers(10));
    assertThat(polls()).isGreaterThan(before);
  }

  private int polls() {
    return log.requestCount(Served.LONG_POLL);
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void cancellingFreesTheReader(TransportType transport) throws Exception {
    publish(20, "x");
    Subscription stream =
        client.subscribe(
            by(transport, DeliverySettings.on(pool).buffer(2, 1 << 16)).build(), new Standing());
    Await.until("it stands", () -> inside.get() == 1);
    assertThat(Await.holdsFor(Duration.ofMillis(100), () -> readers.alive() > 0)).isTrue();
    long begun = System.nanoTime();
    stream.cancel();
    assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(1));
    Await.until("no reader", 3, () -> readers.alive() == 0);
    assertThat(stream.awaitClosed(Duration.ZERO)).isTrue();
    release.countDown();
    Await.until("its one callback ends", () -> heard.size() == 1);
    assertThat(Await.holdsFor(Duration.ofMillis(100), () -> heard.size() == 1)).isTrue();
  }

  @Test
  void cancellingOneOfASharedStreamLetsTheOthersGoOn() {
    publish(20, "x");
    Subscription standing =
        client.subscribe(
            by(TransportType.SSE, DeliverySettings.on(pool).buffer(2, 1 << 16)).share().build(),
            new Standing());
    List<String> others = Collections.synchronizedList(new ArrayList<>());
    client.subscribe(
        by(TransportType.SSE, DeliverySettings.inline()).share().build(),
        event -> others.add(event.id()));
    Await.until("it stands", () -> inside.get() == 1);
    assertThat(Await.holdsFor(Duration.ofMillis(200), () -> others.size() < 10)).isTrue();
    standing.cancel();
    Await.until("the last one", () -> others.contains("20"));
    assertThat(log.requestCount()).isEqualTo(1);
  }

  @Test
  void aReaderThatWaitsForRoomIsNotTakenForASilentPeer() {
    log.heartbeat(Duration.ofMillis(100));
    publish(20, "x");
    client.subscribe(
        by(TransportType.SSE, DeliverySettings.on(pool).buffer(2, 1 << 16))
            .heartbeat(HeartbeatPolicy.fixed(Duration.ofMillis(500)))
            .build(),
        new Standing());
    Await.until("it stands", () -> inside.get() == 1);
    assertThat(Await.holdsFor(Duration.ofMillis(1_500), () -> log.requestCount() == 1)).isTrue();
    release.countDown();
    Await.until("all", () -> heard.size() >= 20);
    assertThat(retries).hasValue(0);
    assertThat(heard).isEqualTo(numbers(20));
  }

  @Test
  void aWebSocketIsLeftWhileTheBufferStaysFullAndResumed() throws Exception {
    OkHttpClient app = new OkHttpClient.Builder().pingInterval(Duration.ofSeconds(1)).build();
    int count = 400;
    publish(count, "x".repeat(16 << 10));
    try (StreamClient pinging = StreamClient.builder().okHttpClient(app).build()) {
      pinging.subscribe(
          by(TransportType.WEBSOCKET, DeliverySettings.on(pool).buffer(4, 1 << 20)).build(),
          new Standing());
      WebSocketPeer first = log.webSockets().takePeer(WAIT);
      first.await(peer -> !peer.isOpen(), Duration.ofSeconds(10));
      assertThat(heard).isEmpty();
      release.countDown();
      Await.until("all", 20, () -> heard.size() >= count);
    }
    assertThat(heard).isEqualTo(numbers(count));
    assertThat(gaps).isEmpty();
    assertThat(retries.get()).isPositive();
  }

  @Test
  void acknowledgementsOfAnotherThreadMoveTheCursor() {
    publish(3_000, "x");
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try {
      Subscription stream =
          client.subscribe(
              request().delivery(DeliverySettings.inline().manualAck(10)).build(),
              event -> {
                heard.add(event.id());
                worker.execute(event::ack);
              });
      Await.until("all are acknowledged", 20, () -> "3000".equals(stream.lastEventId()));
      assertThat(heard).isEqualTo(numbers(3_000));
    } finally {
      worker.shutdown();
    }
  }
}
