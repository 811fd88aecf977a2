package dev.holdfast.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One stream over loopback, from a {@link BurstServer} in another process, by each contender in
 * turn: {@code URL ROUNDS}. Two rounds before those are not counted. Ends with status 1 where an
 * event is lost, repeated or out of order.
 */
public final class WholeStream {
  private static final int WARM_UP = 2;
  private static final int[][] BURSTS = {{70, 400_000}, {4096, 60_000}};
  private static final int PACED = 2_000;
  private static final int PACED_BYTES = 200;
  private static final int PACED_MICROS = 1_000;

  private final String url;
  private final int rounds;
  private boolean failed;

  private WholeStream(String url, int rounds) {
    this.url = url;
    this.rounds = rounds;
  }

  public static void main(String[] args) throws Exception {
    WholeStream run = new WholeStream(args[0], Integer.parseInt(args[1]));
    System.out.println("JDK " + System.getProperty("java.version") + ", rounds " + run.rounds);
    for (int[] burst : BURSTS) {
      run.compare(
          "events a second, of " + burst[0] + " bytes",
          contender -> run.throughput(contender, burst[1], burst[0]));
    }
    run.compare("median latency in us, of " + PACED_BYTES + " bytes", run::latency);
    System.exit(run.failed ? 1 : 0);
  }

  private interface Measure {
    double of(Contender contender) throws Exception;
  }

  /** In turn, and each round begins with another: what else the machine does meets all of them. */
  private void compare(String what, Measure measure) throws Exception {
    Map<Contender, List<Double>> results = new EnumMap<>(Contender.class);
    List<Contender> order = new ArrayList<>(Arrays.asList(Contender.values()));
    for (int round = -WARM_UP; round < rounds; round++) {
      for (Contender contender : order) {
        double result = measure.of(contender);
        if (round >= 0) {
          results.computeIfAbsent(contender, any -> new ArrayList<>()).add(result);
        }
      }
      Collections.rotate(order, 1);
    }
    System.out.println(what);
    double base = median(results.get(Contender.OKHTTP_SSE));
    results.forEach(
        (contender, all) ->
            System.out.printf(
                "  %-20s median %,12.1f  (%,.1f to %,.1f)  %.2fx, %+.1f of okhttp-sse%n",
                contender.shown,
                median(all),
                Collections.min(all),
                Collections.max(all),
                median(all) / base,
                median(all) - base));
  }

  private double throughput(Contender contender, int count, int bytes) throws Exception {
    Counter counter = new Counter(count);
    long start = System.nanoTime();
    run(contender, counter, "/" + count + "/" + bytes + "/0");
    return count * 1e9 / (counter.end - start);
  }

  private double latency(Contender contender) throws Exception {
    Counter counter = new Counter(PACED);
    run(contender, counter, "/" + PACED + "/" + PACED_BYTES + "/" + PACED_MICROS);
    long[] sorted = counter.nanos.clone();
    Arrays.sort(sorted);
    return sorted[PACED / 2] / 1000.0;
  }

  private void run(Contender contender, Counter counter, String path) throws Exception {
    try (AutoCloseable open = contender.open(url + path, counter)) {
      if (!counter.over.await(60, TimeUnit.SECONDS) || counter.outOfTurn > 0) {
        failed = true;
        System.out.printf(
            "BAD: %s had %d of %s, %d out of turn%n",
            contender.shown, counter.last, path, counter.outOfTurn);
      }
    }
  }

  private static double median(List<Double> all) {
    double[] sorted = all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Touched by the stream's thread, and read once it is over. */
  private static final class Counter implements Contender.Receiver {
    final CountDownLatch over = new CountDownLatch(1);
    final long[] nanos;
    private final int count;
    private final boolean stamped;
    int last;
    int outOfTurn;
    long end;

    Counter(int count) {
      this.count = count;
      this.stamped = count == PACED;
      this.nanos = new long[stamped ? count : 0];
    }

    @Override
    public void event(@Nullable String id, String data) {
      int number = id == null ? -1 : Integer.parseInt(id);
      outOfTurn += number == last + 1 ? 0 : 1;
      last = number;
      if (stamped && number > 0) {
        nanos[number - 1] = System.nanoTime() - Long.parseLong(data.substring(0, 20).trim());
      }
      if (number == count) {
        end = System.nanoTime();
        over.countDown();
      }
    }
  }
}
