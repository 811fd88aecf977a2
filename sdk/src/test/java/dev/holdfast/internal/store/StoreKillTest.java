package dev.holdfast.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills an app with SIGKILL again and again, most often inside a save: what all its runs processed
 * is every event, in order, and a run repeats no more than its policy says.
 */
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class StoreKillTest {
  private static final int KILLS = Integer.getInteger("holdfast.store.kills", 15);

  /** Where a run stands still to be killed; nowhere: it is killed at any time. */
  private static final String[] STEPS = {"write", "move", "anywhere", "moved", "force", "write"};

  /** Events between saves; 0 is every 100 ms. */
  private static final int[] POLICIES = {1, 10, 0};

  private static final int EVENTS_PER_SECOND = 500;

  /** What was processed this long before a kill is saved: 100 ms, and what a busy machine adds. */
  private static final long SAFE_MILLIS = 800;

  @TempDir private Path folder;

  private final Map<String, Integer> kills = new ConcurrentSkipListMap<>();
  private volatile boolean over;

  @Test
  void nothingIsLostAndNoMoreRepeatedThanThePolicySays() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (StreamServer server = StreamServer.builder().start()) {
      List<Future<String>> lanes = new ArrayList<>();
      for (int every : POLICIES) {
        EventLog log = server.stream("/" + every).startFromBeginning();
        threads.submit(() -> produce(log));
        String url = server.url("/" + every).toString();
        lanes.add(threads.submit(() -> killAgainAndAgain(url, every)));
      }
      for (Future<String> lane : lanes) {
        System.out.println(lane.get());
      }
    } finally {
      over = true;
      threads.shutdownNow();
    }
    System.out.println("kills " + kills);
    assertThat(kills.values().stream().mapToInt(n -> n).sum()).isEqualTo(KILLS / 3 * 3);
    assertThat(kills.get("write") + kills.get("move") + kills.get("moved"))
        .isGreaterThanOrEqualTo(Math.min(20, KILLS / 3));
  }

  /** Publishes at a pace, whose delays it catches up with. */
  private Void produce(EventLog log) throws InterruptedException {
    long start = System.nanoTime();
    for (long n = 1; !over; n++) {
      log.publish(Long.toString(n));
      long due = start + n * TimeUnit.SECONDS.toNanos(1) / EVENTS_PER_SECOND;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }
    return null;
  }

  private String killAgainAndAgain(String url, int every) throws Exception {
    Path positions = folder.resolve("positions-" + every);
    Path processed = folder.resolve("processed-" + every);
    Random random = new Random(every);
    long last = 0;
    long repeated = 0;
    long mostRepeated = 0;
    for (int i = 0; i < KILLS / POLICIES.length; i++) {
      long position = position(positions);
      assertThat(position)
          .as("position after kill %d, of what was processed", i)
          .isBetween(0L, last);
      String step = STEPS[i % STEPS.length];
      Files.deleteIfExists(processed);
      int save = 1 + random.nextInt(every == 0 ? 4 : 20);
      Process app = StoreApps.start(positions, url, processed, every, step + ":" + save);
      try (BufferedReader says = app.inputReader()) {
        if (step.equals("anywhere")) {
          awaitSome(app, processed, every == 0 ? 1200 : random.nextInt(200));
        } else {
          assertThat(says.readLine()).isEqualTo(step);
        }
      } finally {
        app.destroyForcibly().waitFor();
      }
      kills.merge(step, 1, Integer::sum);

      List<Long> numbers = numbers(processed);
      assertThat(numbers)
          .as("run %d, from %d", i, position)
          .isEqualTo(
              LongStream.rangeClosed(1, numbers.size()).map(n -> position + n).boxed().toList());
      last = Math.max(last, position + numbers.size());
      long again = position + numbers.size() - position(positions);
      assertThat(again).isBetween(0L, every == 0 ? unsafe(processed) : every);
      repeated += again;
      mostRepeated = Math.max(mostRepeated, again);
    }
    return String.format(
        "every %s: %d events, %d repeated, at most %d at once",
        every == 0 ? "100 ms" : every, last, repeated, mostRepeated);
  }

  /** Opens the store as the next run does; what a kill left must be whole, and free. */
  private static long position(Path positions) throws Exception {
    try (FileStore store = FileStore.open(positions)) {
      String cursor = store.load("numbers");
      return cursor == null ? 0 : Long.parseLong(cursor);
    }
  }

  private static void awaitSome(Process app, Path processed, int millis) throws Exception {
    while (!Files.exists(processed) || Files.size(processed) == 0) {
      assertThat(app.isAlive()).isTrue();
      Thread.sleep(5);
    }
    Thread.sleep(millis);
  }

  /** What was processed so shortly before the kill that it need not be saved. */
  private static long unsafe(Path processed) throws Exception {
    List<String> lines = Files.readAllLines(processed);
    long end = millis(lines.get(lines.size() - 1));
    return lines.stream().filter(line -> millis(line) > end - SAFE_MILLIS).count();
  }

  private static long millis(String line) {
    return Long.parseLong(line.substring(line.indexOf(' ') + 1));
  }

  private static List<Long> numbers(Path processed) throws Exception {
    return Files.readAllLines(processed).stream()
        .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))))
        .toList();
  }
}
