package dev.holdfast.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Many quiet streams in one process: {@code bare|holdfast URL STREAMS SECONDS}, against an {@link
 * IdleServer} in another. Ends with status 1 where a stream is not open, or an event is lost or
 * repeated.
 */
public final class IdleStreams {
  private static final int WARM_UP = 500;
  private static final OkHttpClient control = new OkHttpClient();

  private IdleStreams() {}

  public static void main(String[] args) throws Exception {
    String mode = args[0];
    String url = args[1];
    int streams = Integer.parseInt(args[2]);
    int seconds = Integer.parseInt(args[3]);
    // So that neither pays for what is loaded and compiled once.
    try (Crowd crowd = crowd(mode)) {
      open(crowd, url + "/warm-up/", WARM_UP, new Ledger(WARM_UP));
    }
    LockSupport.parkNanos(2_000_000_000L);
    ask(url + "/start");
    long heapBefore = heap();
    Ledger ledger = new Ledger(streams);
    try (Crowd crowd = crowd(mode)) {
      double opening = open(crowd, url + "/" + mode + "/", streams, ledger);
      int threadsOpen = platformThreads("");
      double perStream = (heap() - heapBefore) / 1024.0 / streams;
      LockSupport.parkNanos(seconds * 1_000_000_000L);
      long total = Long.parseLong(ask(url + "/stop"));
      await("every event", 10, () -> ledger.events.get() >= total);
      double perStreamLater = (heap() - heapBefore) / 1024.0 / streams;
      System.out.printf(
          "%-8s JDK %s, descriptors %d%n"
              + "  %d streams opened in %.2f s (%.0f a second), %d open%n"
              + "  heap a stream %.1f KiB once open, %.1f KiB after %d s%n"
              + "  events sent %d, received %d, out of turn %d; connections ended %d%n"
              + "  platform threads %d once open, %d later; ours (holdfast-*) %d%n",
          mode,
          System.getProperty("java.version"),
          ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
              .getMaxFileDescriptorCount(),
          streams,
          opening,
          streams / opening,
          ledger.opened.get(),
          perStream,
          perStreamLater,
          seconds,
          total,
          ledger.events.get(),
          ledger.outOfTurn.get(),
          ledger.ended.get(),
          threadsOpen,
          platformThreads(""),
          platformThreads("holdfast"));
      boolean good =
          ledger.opened.get() == streams
              && ledger.events.get() == total
              && ledger.outOfTurn.get() == 0
              && ledger.ended.get() == 0
              && platformThreads("holdfast") <= 2
              && platformThreads("") < 100;
      System.out.println(good ? "  GOOD" : "  BAD");
      System.exit(good ? 0 : 1);
    }
  }

  private static Crowd crowd(String mode) throws NoSuchMethodException {
    return mode.equals("bare") ? new BareCrowd(virtualThreads()) : new HoldfastCrowd();
  }

  /** Returns the seconds until all were open. */
  private static double open(Crowd crowd, String url, int streams, Ledger ledger) {
    long start = System.nanoTime();
    for (int i = 0; i < streams; i++) {
      crowd.open(i, url + i, ledger);
    }
    await("all open", 120, () -> ledger.opened.get() >= streams);
    return (System.nanoTime() - start) / 1e9;
  }

  private static void await(String what, int seconds, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > seconds * 1_000_000_000L) {
        System.out.println("not within " + seconds + " s: " + what);
        return;
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
      LockSupport.parkNanos(200_000_000);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static int platformThreads(String prefix) {
    int count = 0;
    // Virtual threads are not among these.
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      count += thread.getName().startsWith(prefix) ? 1 : 0;
    }
    return count;
  }

  private static String ask(String url) throws IOException {
    try (Response response = control.newCall(new Request.Builder().url(url).build()).execute()) {
      return response.body().string();
    }
  }

  /** By reflection: this is compiled for JDK 17. */
  private static Executor virtualThreads() throws NoSuchMethodException {
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    return task -> {
      try {
        start.invoke(null, task);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
