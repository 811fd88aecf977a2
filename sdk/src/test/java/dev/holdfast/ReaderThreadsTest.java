package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.StreamServer;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which threads readers and callbacks run on by default. */
class ReaderThreadsTest {
  private final StreamServer server = StreamServer.builder().start();
  private final BlockingQueue<Thread> seen = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    server.close();
  }

  private StreamRequest request() {
    return StreamRequest.builder(server.url("/events"))
        .transports(TransportType.SSE)
        .backoff(SocketTest.QUICK)
        .build();
  }

  /** {@code Thread.isVirtual()} is not there to compile against on 17. */
  private static boolean isVirtual(Thread thread) throws Exception {
    Method isVirtual = Thread.class.getMethod("isVirtual");
    return (boolean) isVirtual.invoke(thread);
  }

  @Test
  void readersAreVirtualWhereMonitorsDoNotPinThemAndDaemonsElsewhere() throws Exception {
    server.stream("/events").startFromBeginning().publish("one");
    try (StreamClient client = StreamClient.create()) {
      client.subscribe(request(), event -> seen.add(Thread.currentThread()));
      Thread thread = seen.poll(10, TimeUnit.SECONDS);
      assertThat(thread).isNotNull();
      assertThat(thread.isDaemon()).isTrue();
      if (Runtime.version().feature() >= 24) {
        assertThat(isVirtual(thread)).isTrue();
      } else {
        assertThat(thread.getName()).startsWith("holdfast-reader-");
      }
    }
  }

  @Test
  void manyStreamsHaveOneControlThread() throws Exception {
    server.stream("/events").faults(info -> dev.holdfast.testkit.Fault.retryAfter(503, 3600));
    try (StreamClient client = StreamClient.create()) {
      List<Subscription> streams = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        streams.add(client.subscribe(request(), event -> {}));
      }
      // For a retry, or at the gate of an origin that is away.
      Await.until(
          "all wait",
          () -> streams.stream().allMatch(stream -> stream.state() == ConnectionState.WAITING));
      Await.until("waiting streams have no reader", () -> named("holdfast-reader") == 0);
      assertThat(named("holdfast-control")).isBetween(1L, 2L);
    }
    Await.until("no control thread", () -> named("holdfast-control") == 0);
  }

  private static long named(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }

  @Test
  void anExecutorWithoutAThreadIsAFailureThatIsRetriedAndNamed() throws Exception {
    server.stream("/events").startFromBeginning().publish("one");
    int[] refusals = {2};
    ReaderThreads readers = new ReaderThreads();
    try (StreamClient client =
        StreamClient.builder()
            .readerExecutor(
                task -> {
                  // The callbacks' own task is the second of each.
                  if (refusals[0] > 0 && task.getClass().getName().contains("SseReader")) {
                    refusals[0]--;
                    throw new RejectedExecutionException("full");
                  }
                  readers.execute(task);
                })
            .build()) {
      Recorder recorder = new Recorder();
      client.subscribe(request(), recorder);
      for (int i = 1; i <= 2; i++) {
        RetryInfo retry = recorder.next(RetryInfo.class);
        assertThat(retry.failures()).isEqualTo(i);
        assertThat(retry.cause().reason()).isEqualTo(StreamException.Reason.RESOURCES);
        assertThat(retry.cause()).hasMessageContaining("full");
      }
      assertThat(recorder.nextData(1)).containsExactly("one");
    }
  }
}
