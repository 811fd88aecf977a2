package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.StreamServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that share HTTP/2 connections: they do not get into each other's way. */
@Timeout(60)
class Http2Test {
  private static final Duration WAIT = Duration.ofSeconds(10);

  /** As many as there are pools; see {@code HttpClients}. */
  private static final int CONNECTIONS = 16;

  private static final int STREAMS_A_POOL = 64;
  private static final int STREAMS = 1000;

  private final List<AutoCloseable> open = new ArrayList<>();
  private StreamServer server;
  private StreamClient client;
  private EventLog log;

  private void start(Speech speech) {
    server = speech.start();
    log = server.stream("/events").startFromBeginning();
    client = StreamClient.builder().okHttpClient(speech.okHttp(server)).build();
    open.add(client);
    open.add(server);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private StreamRequest request() {
    return StreamRequest.builder(server.url("/events"))
        .transports(TransportType.SSE)
        .backoff(SocketTest.QUICK)
        .build();
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H2", "H2C"})
  void eventsComeAndACutIsResumed(Speech speech) throws Exception {
    start(speech);
    log.enqueue(Fault.cutAfterBytes("id: 1\ndata: one\n\nid: 2\nda".length()));
    log.enqueue(Fault.eofAfterBytes("id: 2\ndata: two\n\n".length()));
    for (String data : List.of("one", "two", "three")) {
      log.publish(data);
    }
    Recorder recorder = new Recorder();
    client.subscribe(request(), recorder);
    assertThat(recorder.next(ConnectionInfo.class).statusCode()).isEqualTo(200);
    assertThat(recorder.nextData(3)).containsExactly("one", "two", "three");
    assertThat(server.takeRequest(WAIT).lastEventId()).isNull();
    assertThat(server.takeRequest(WAIT).lastEventId()).isEqualTo("1");
    assertThat(server.takeRequest(WAIT).lastEventId()).isEqualTo("2");
    // A cut breaks the connection; a response that ends leaves it for the next.
    assertThat(server.acceptedConnections()).isEqualTo(2);
    server.assertExhausted();
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H2", "H2C"})
  void cancellingAStreamLeavesItsNeighboursAlone(Speech speech) throws Exception {
    start(speech);
    List<Recorder> recorders = new ArrayList<>();
    List<Subscription> streams = new ArrayList<>();
    log.publish("first");
    for (int i = 0; i < 3; i++) {
      recorders.add(new Recorder());
      streams.add(client.subscribe(request(), recorders.get(i)));
      assertThat(recorders.get(i).nextData(1)).containsExactly("first");
    }
    assertThat(server.acceptedConnections()).isEqualTo(1);
    recorders.get(1).forget();
    streams.get(1).cancel();
    log.awaitSubscribers(2, WAIT);
    log.publish("second");
    for (int i : new int[] {0, 2}) {
      assertThat(recorders.get(i).nextData(1)).containsExactly("second");
      assertThat(recorders.get(i).pending()).isZero();
    }
    assertThat(recorders.get(1).pending()).isZero();
    assertThat(log.requestCount()).isEqualTo(3);
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H2", "H2C"})
  void aThousandStreamsShareAFewConnections(Speech speech) throws Exception {
    start(speech);
    log.publish("one");
    CountDownLatch all = new CountDownLatch(STREAMS);
    AtomicInteger retries = new AtomicInteger();
    long start = System.nanoTime();
    for (int i = 0; i < STREAMS; i++) {
      CountDownLatch opened = new CountDownLatch(1);
      client.subscribe(request(), new Counting(opened, all, retries));
      if (i % STREAMS_A_POOL == 0) {
        // Calls that find no connection at all race each other, and each dials; one at a time here.
        assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(all.await(30, TimeUnit.SECONDS)).as("%d have none", all.getCount()).isTrue();
    System.out.printf(
        "h2: %d streams over %s in %d ms; %d connections accepted%n",
        STREAMS, speech, (System.nanoTime() - start) / 1_000_000, server.acceptedConnections());
    assertThat(retries).hasValue(0);
    assertThat(log.requestCount()).isEqualTo(STREAMS);
    assertThat(server.acceptedConnections()).isBetween(1, CONNECTIONS);
  }

  /** Counts down at the first connection and at the first event. */
  private static final class Counting implements StreamListener {
    private final CountDownLatch opened;
    private final CountDownLatch all;
    private final AtomicInteger retries;
    private boolean heard;

    Counting(CountDownLatch opened, CountDownLatch all, AtomicInteger retries) {
      this.opened = opened;
      this.all = all;
      this.retries = retries;
    }

    @Override
    public void onOpen(ConnectionInfo connection) {
      opened.countDown();
    }

    @Override
    public void onEvent(StreamEvent event) {
      if (!heard) {
        heard = true;
        all.countDown();
      }
    }

    @Override
    public void onRetry(RetryInfo retry) {
      retries.incrementAndGet();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H2", "H2C"})
  void aListenerThatBlocksHoldsUpNoOtherStream(Speech speech) throws Exception {
    start(speech);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch rest = new CountDownLatch(5);
    EventLog large = server.stream("/large").startFromBeginning();
    String data = "x".repeat(1 << 20);
    for (int i = 0; i < 6; i++) {
      large.publish(data);
    }
    client.subscribe(
        StreamRequest.builder(server.url("/large")).build(),
        event -> {
          if (entered.getCount() == 0) {
            rest.countDown();
          }
          entered.countDown();
          release.await();
        });
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    try {
      Recorder other = new Recorder();
      client.subscribe(request(), other);
      for (int i = 0; i < 20; i++) {
        log.publish("flows " + i);
        assertThat(other.nextData(1)).containsExactly("flows " + i);
      }
      // All of it was sent, and waits on our side of the connection that both share.
      Await.until("the server sent it all", () -> server.bytesSent() > 6L << 20);
      log.publish("last");
      assertThat(other.nextData(1)).containsExactly("last");
      assertThat(server.acceptedConnections()).isEqualTo(1);
      assertThat(rest.getCount()).isEqualTo(5);
    } finally {
      release.countDown();
    }
    assertThat(rest.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
