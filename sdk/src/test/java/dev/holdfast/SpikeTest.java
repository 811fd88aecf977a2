package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand streams at once, before a server that has room for fifty who wait. */
@Timeout(60)
class SpikeTest {
  private static final int STREAMS = 1_000;
  private static final int BACKLOG = 50;
  private static final long NANOS_EACH = TimeUnit.MILLISECONDS.toNanos(3);

  @Test
  void allComeUpInTimeAndMissNothing() throws Exception {
    AtomicInteger retries = new AtomicInteger();
    List<List<String>> received = new ArrayList<>();
    long overflowsBefore = overflows();
    try (SlowServer server = new SlowServer(BACKLOG, NANOS_EACH);
        StreamClient client = StreamClient.create()) {
      StreamRequest request =
          StreamRequest.builder(server.url()).transports(TransportType.SSE).build();
      long start = System.nanoTime();
      for (int i = 0; i < STREAMS; i++) {
        List<String> events = new ArrayList<>();
        received.add(events);
        client.subscribe(request, new Listener(events, retries));
      }
      Await.until("all up", 30, () -> count(received, "1") == STREAMS);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "spike: all up after %.1f s, %d connections, %d retries, %d overflows of the queue%n",
          seconds, server.accepted(), retries.get(), overflows() - overflowsBefore);
      // The server alone takes more than three of them.
      assertThat(seconds).isLessThan(12);
      assertThat(server.accepted()).isLessThan(STREAMS + STREAMS / 10);
      server.publish("2");
      Await.until("the second event", () -> count(received, "1 2") == STREAMS);
    }
  }

  private static int count(List<List<String>> received, String wanted) {
    int count = 0;
    for (List<String> events : received) {
      synchronized (events) {
        count += String.join(" ", events).equals(wanted) ? 1 : 0;
      }
    }
    return count;
  }

  /** How often a queue of this machine was full, if it tells; for people, as others share it. */
  private static long overflows() throws Exception {
    Path counters = Path.of("/proc/net/netstat");
    if (!Files.exists(counters)) {
      return 0;
    }
    List<String> lines = Files.readAllLines(counters);
    List<String> names = List.of(lines.get(0).split(" "));
    return Long.parseLong(lines.get(1).split(" ")[names.indexOf("ListenOverflows")]);
  }

  private static final class Listener implements StreamListener {
    private final List<String> events;
    private final AtomicInteger retries;

    Listener(List<String> events, AtomicInteger retries) {
      this.events = events;
      this.retries = retries;
    }

    @Override
    public void onEvent(StreamEvent event) {
      synchronized (events) {
        events.add(event.data());
      }
    }

    @Override
    public void onRetry(RetryInfo retry) {
      retries.incrementAndGet();
    }
  }
}
