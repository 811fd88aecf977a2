package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.StreamServer;
import dev.holdfast.testkit.WebSocketFault;
import dev.holdfast.testkit.WebSocketPeer;
import java.io.File;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand reconnects leave behind what none does. */
class LeakTest {
  private static final int WARM_UP = 40;
  private static final int RECONNECTS = 1000;

  /** Less than a control thread stays that was not told to end. */
  private static final int CLOSED_SECONDS = 3;

  private static final File DESCRIPTORS = new File("/proc/self/fd");

  /** OkHttp's and Okio's own idle workers, which end by themselves, and the test's own. */
  private static final String NOT_OURS =
      "OkHttp .*|Okio Watchdog|MockWebServer.*|ForkJoinPool.*|surefire.*|main|junit.*|Reference"
          + " Handler|Finalizer|Signal Dispatcher|Common-Cleaner|Notification Thread|Attach"
          + " Listener|CompletableFutureDelayScheduler|VirtualThread-.*|MasterPoller|process"
          + " reaper.*|Keep-Alive-.*|Cleaner-.*";

  /** More than fits into what is read along with the headers. */
  private static final String BODY = "x".repeat(100_000);

  private final Backoff atOnce =
      Backoff.builder()
          .base(Duration.ofMillis(1))
          .cap(Duration.ofMillis(1))
          .floor(Duration.ZERO)
          .build();

  private static Map<String, Integer> threads() {
    Map<String, Integer> threads = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName().replaceAll("holdfast-reader-\\d+", "holdfast-reader");
      if (!name.matches(NOT_OURS)) {
        threads.merge(name, 1, Integer::sum);
      }
    }
    return threads;
  }

  private static boolean hasNoMoreThan(Map<String, Integer> before) {
    return threads().entrySet().stream()
        .allMatch(entry -> entry.getValue() <= before.getOrDefault(entry.getKey(), 0));
  }

  private static void awaitNoMoreThan(Map<String, Integer> before) {
    try {
      Await.until("no threads but those of before", () -> hasNoMoreThan(before));
    } catch (AssertionError more) {
      Thread.getAllStackTraces()
          .forEach((thread, at) -> more.addSuppressed(trace(thread.getName(), at)));
      throw more;
    }
  }

  private static Throwable trace(String name, StackTraceElement[] at) {
    Throwable trace = new Throwable(name);
    trace.setStackTrace(at);
    return trace;
  }

  private static int descriptors() {
    String[] all = DESCRIPTORS.list();
    return all == null ? -1 : all.length;
  }

  private static boolean hasHoldfastThreads() {
    return threads().keySet().stream().anyMatch(name -> name.startsWith("holdfast-"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Speech.class,
      names = {"H1", "H1_TLS", "H2"})
  void aThousandReconnectsLeaveNoThreadAndNoDescriptor(Speech speech) throws Exception {
    assumeTrue(DESCRIPTORS.isDirectory(), "needs /proc");
    Await.until("no stream of an earlier test", () -> !hasHoldfastThreads());
    try (StreamServer server = speech.start();
        StreamClient client = StreamClient.builder().okHttpClient(speech.okHttp(server)).build()) {
      EventLog log = server.stream("/events").startFromBeginning();
      for (int i = 0; i < WARM_UP + RECONNECTS; i++) {
        log.publish(null, "one");
      }
      Recorder recorder = new Recorder();
      // Each connection ends in the middle of its second event. Handshakes cost the test its time.
      int cycle = speech == Speech.H1 ? 12 : 48;
      log.faults(info -> ending(info.number() % cycle, "id: 1\ndata: one\n\nid: 2".length() + 4));
      client.subscribe(
          StreamRequest.builder(server.url("/events"))
              .transports(TransportType.SSE)
              .backoff(atOnce)
              .build(),
          recorder);
      recorder.nextData(WARM_UP);
      log.awaitSubscribers(1, Duration.ofSeconds(10));
      int descriptors = descriptors();
      Map<String, Integer> threads = threads();
      long start = System.nanoTime();
      recorder.nextData(RECONNECTS);
      System.out.printf(
          "leaks: %s: %d requests, the last %d in %d ms; %d descriptors, threads %s%n",
          speech,
          log.requestCount(),
          RECONNECTS,
          (System.nanoTime() - start) / 1_000_000,
          descriptors,
          threads);
      assertThat(log.requestCount()).isGreaterThanOrEqualTo(RECONNECTS);
      Await.until("one open stream", () -> server.openConnections() <= 2);
      // The last connection stays open, with a descriptor at each end; before, the stream may have
      // been caught between two connections. A leak would be hundreds.
      Await.until("the descriptors of before", () -> descriptors() <= descriptors + 2);
      // Fewer is no leak: a thread of an earlier test may have ended meanwhile.
      // What one open stream needs; before, it may have been caught between two connections.
      threads.put("holdfast-reader", 1);
      threads.put("holdfast-control", 1);
      awaitNoMoreThan(threads);

      client.close();
      Await.until("no thread of ours", CLOSED_SECONDS, () -> !hasHoldfastThreads());
      Await.until("no connection", () -> server.openConnections() == 0);
    }
  }

  private static Fault ending(int number, int bytes) {
    switch (number) {
      case 0:
        return Fault.resetAfterBytes(bytes);
      case 1:
        return Fault.resetInsteadOfAnswer();
      case 6:
        return Fault.status(503, Headers.of(), BODY);
      case 7:
        return Fault.status(302, Headers.of("Location", "/events"), BODY);
      case 2:
      case 3:
      case 4:
      case 5:
        return Fault.cutAfterBytes(bytes);
      default:
        return Fault.eofAfterBytes(bytes);
    }
  }

  /** Each connection ends in one of the ways in which a WebSocket can. */
  @Test
  void aThousandWebSocketsLeaveNoThreadAndNoDescriptor() throws Exception {
    assumeTrue(DESCRIPTORS.isDirectory(), "needs /proc");
    Await.until("no stream of an earlier test", () -> !hasHoldfastThreads());
    try (StreamServer server = StreamServer.builder().start();
        StreamClient client = StreamClient.create()) {
      EventLog log = server.stream("/events").startFromBeginning();
      for (int i = 0; i < WARM_UP + RECONNECTS; i++) {
        log.publish("one");
      }
      Recorder recorder = new Recorder();
      log.faults(info -> WebSocketFault.afterEvents(1, peer -> end(peer, info.number() % 6)));
      client.subscribe(
          StreamRequest.builder(server.url("/events"))
              .transports(TransportType.WEBSOCKET)
              .backoff(atOnce)
              .build(),
          recorder);
      recorder.nextData(WARM_UP);
      int descriptors = descriptors();
      Map<String, Integer> threads = threads();
      recorder.nextData(RECONNECTS);
      assertThat(log.requestCount()).isGreaterThanOrEqualTo(RECONNECTS);
      Await.until("one open stream", () -> server.openConnections() <= 2);
      Await.until("the descriptors of before", () -> descriptors() <= descriptors + 2);
      // Of one open WebSocket: its own, and at times one for what it says.
      threads.put("holdfast-reader", 2);
      threads.put("holdfast-control", 1);
      threads.put("holdfast-testkit WebSocket reader", 1);
      awaitNoMoreThan(threads);
      client.close();
      Await.until("no thread of ours", CLOSED_SECONDS, () -> !hasHoldfastThreads());
      Await.until("no connection", () -> server.openConnections() == 0);
    }
  }

  private static void end(WebSocketPeer peer, int how) {
    switch (how) {
      case 0:
        peer.reset();
        break;
      case 1:
        peer.cut();
        break;
      case 2:
        peer.closeWithoutCode();
        break;
      case 3:
        peer.text("no JSON");
        break;
      case 4:
        peer.frame(0xc1, new byte[1]);
        break;
      default:
        peer.close(1011, "");
    }
  }

  @Test
  void aClosedClientHasNoThreadWhateverItsStreamsWereDoing() throws Exception {
    Await.until("no stream of an earlier test", () -> !hasHoldfastThreads());
    try (StreamServer server = StreamServer.builder().start()) {
      server.stream("/open");
      server.stream("/mute").faults(info -> Fault.neverAnswer());
      server.stream("/down").faults(info -> Fault.retryAfter(503, 3600));
      StreamClient client = StreamClient.create();
      Recorder recorder = new Recorder();
      for (String path : new String[] {"/open", "/mute", "/down"}) {
        for (int i = 0; i < 5; i++) {
          client.subscribe(
              StreamRequest.builder(server.url(path)).transports(TransportType.SSE).build(),
              recorder);
        }
      }
      server.stream("/open").awaitSubscribers(5, Duration.ofSeconds(10));
      Await.until("all requests", () -> server.requests().size() == 15);
      assertThat(hasHoldfastThreads()).isTrue();
      client.close();
      Await.until("no thread of ours", CLOSED_SECONDS, () -> !hasHoldfastThreads());
      Await.until("no connection", () -> server.openConnections() == 0);
    }
  }

  /** A connection that has ended in good order goes to the pool, maybe after it was emptied. */
  @Test
  void closingWhileResponsesEndLeavesNoPooledConnection() throws Exception {
    try (StreamServer server = StreamServer.builder().start()) {
      EventLog log = server.stream("/events").startFromBeginning();
      log.publish("one");
      log.faults(info -> Fault.eofAfterBytes("id: 1\ndata: one\n\n".length()));
      for (int round = 0; round < 60; round++) {
        StreamClient client = StreamClient.create();
        for (int i = 0; i < 8; i++) {
          client.subscribe(
              StreamRequest.builder(server.url("/events"))
                  .transports(TransportType.SSE)
                  .backoff(atOnce)
                  .build(),
              event -> {});
        }
        LockSupport.parkNanos(1 + round * 500_000L);
        client.close();
      }
      Await.until("no connection", () -> server.openConnections() == 0);
    }
  }
}
