package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the command with SIGKILL again and again: what all its runs printed is every event, in
 * order, and a run repeats at most what its forerunner printed in the last second.
 */
@Timeout(300)
class KillTest {
  private static final int KILLS = Integer.getInteger("holdfast.cli.kills", 16);
  private static final int LANES = 4;
  private static final int EVENTS_PER_SECOND = 200;

  /** What was printed this long before a kill is not repeated: a second and a margin. */
  private static final long SAFE_NANOS = TimeUnit.MILLISECONDS.toNanos(1300);

  @TempDir private Path folder;

  private final AtomicLong kills = new AtomicLong();
  private final AtomicLong printed = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();
  private volatile boolean over;

  @Test
  void nothingIsLostAndLittleIsRepeated() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (StreamServer server = StreamServer.builder().start()) {
      List<Future<Long>> lanes = new ArrayList<>();
      for (int lane = 0; lane < LANES; lane++) {
        EventLog log = server.stream("/" + lane).startFromBeginning();
        Path out = folder.resolve("out-" + lane);
        String url = server.url("/" + lane).toString();
        Random random = new Random(lane);
        threads.submit(() -> produce(log));
        lanes.add(threads.submit(() -> tailAndKill(url, out, random)));
      }
      for (Future<Long> lane : lanes) {
        assertThat(lane.get()).isPositive();
      }
    } finally {
      over = true;
      threads.shutdownNow();
    }
    System.out.printf(
        "%d kills, %d events printed, %d repeated%n", kills.get(), printed.get(), repeated.get());
    assertThat(kills.get()).isEqualTo(KILLS / LANES * LANES);
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

  /** Returns the last event that was printed, all before it being printed too. */
  private long tailAndKill(String url, Path out, Random random) throws Exception {
    long last = 0;
    long least = 1;
    for (int i = 0; i < KILLS / LANES; i++) {
      Files.deleteIfExists(out);
      Process process =
          Processes.command("-o=data", "--cursor-file=" + out + ".cursor", url)
              .redirectOutput(out.toFile())
              .start();
      long safeBytes;
      try {
        // Some live long enough that a part of what they print is safe.
        safeBytes = watch(process, out, i % 5 == 4 ? 2000 : 150 + random.nextInt(450));
      } finally {
        process.destroyForcibly().waitFor();
      }
      kills.incrementAndGet();
      String text = Files.readString(out);
      // A line that the kill cut is no event: it must come again.
      List<Long> numbers = numbers(text, text.length());
      long first = numbers.get(0);
      assertThat(first).as("first of run %d, after %d", i, last).isBetween(least, last + 1);
      assertThat(numbers)
          .isEqualTo(LongStream.range(first, first + numbers.size()).boxed().toList());
      printed.addAndGet(numbers.size());
      repeated.addAndGet(last + 1 - first);
      last = Math.max(last, first + numbers.size() - 1);
      least = first + numbers(text, (int) safeBytes).size();
    }
    return last;
  }

  /** Waits for the first output and some time; returns how much of the output is safe by then. */
  private static long watch(Process process, Path out, int millis) throws Exception {
    NavigableMap<Long, Long> sizes = new TreeMap<>(Map.of(Long.MIN_VALUE, 0L));
    long end = Long.MAX_VALUE;
    while (System.nanoTime() < end) {
      assertThat(process.isAlive()).as("runs; exit status if not: " + process).isTrue();
      long size = Files.size(out);
      sizes.put(System.nanoTime(), size);
      if (size > 0 && end == Long.MAX_VALUE) {
        end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      }
      Thread.sleep(10);
    }
    return sizes.floorEntry(System.nanoTime() - SAFE_NANOS).getValue();
  }

  private static List<Long> numbers(String text, int length) {
    String whole = text.substring(0, text.lastIndexOf('\n', length - 1) + 1);
    return whole.lines().map(Long::valueOf).toList();
  }
}
