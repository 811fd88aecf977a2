package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Publishes numbers, and keeps when each was published and when the listener heard it. */
final class Timeline extends Recorder implements AutoCloseable {
  private final EventLog log;
  private final Map<String, Long> published = new ConcurrentHashMap<>();
  private final Map<String, Long> heardAt = new ConcurrentHashMap<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<Gap> gaps = new CopyOnWriteArrayList<>();
  private final List<Integer> opened = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService pace =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "timeline");
            thread.setDaemon(true);
            return thread;
          });
  private volatile int last;

  Timeline(EventLog log) {
    this.log = log;
  }

  /** Publishes the next number. */
  synchronized String publish() {
    String data = "" + (last + 1);
    published.put(data, System.nanoTime());
    log.publish(data);
    last++;
    return data;
  }

  /** Publishes numbers from now on, so many a second. */
  void flow(int eventsPerSecond) {
    pace.scheduleAtFixedRate(this::publish, 0, 1_000_000 / eventsPerSecond, TimeUnit.MICROSECONDS);
  }

  /** Publishes no more. */
  void stop() throws InterruptedException {
    pace.shutdown();
    assertThat(pace.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  int published() {
    return last;
  }

  int heard() {
    return heard.size();
  }

  @Override
  public void onEvent(StreamEvent event) throws Exception {
    heardAt.putIfAbsent(event.data(), System.nanoTime());
    heard.add(event.data());
  }

  @Override
  public void onGap(Gap gap) {
    gaps.add(gap);
    super.onGap(gap);
  }

  @Override
  public void onOpen(ConnectionInfo connection) {
    opened.add(connection.attempt());
    super.onOpen(connection);
  }

  /** The attempts that the stream has gone by, in order. */
  List<Integer> opened() {
    return opened;
  }

  /** How long after its publication an event was heard. */
  long delayMillis(String data) {
    return TimeUnit.NANOSECONDS.toMillis(heardAt(data) - published.get(data));
  }

  long heardAt(String data) {
    Await.until(data + " is heard", () -> heardAt.containsKey(data));
    return heardAt.get(data);
  }

  /** All that was published was heard: each event once, in order, and no loss was reported. */
  void assertEachOnceInOrder() {
    Await.until("all is heard", () -> heard.size() >= last);
    assertThat(heard).isEqualTo(IntStream.rangeClosed(1, last).mapToObj(i -> "" + i).toList());
    assertThat(gaps).isEmpty();
  }

  @Override
  public void close() {
    pace.shutdownNow();
  }
}
