package dev.holdfast.benchmarks;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Calls of OkHttp that read lines, and nothing else: no retry, no cursor, no watch. Over as many
 * pools as Holdfast's, and each on a virtual thread.
 */
final class BareCrowd implements Crowd {
  private static final int POOLS = 16;
  private static final int STREAMS_A_POOL = 64;

  private final OkHttpClient[] clients = new OkHttpClient[POOLS];
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Executor threads;

  BareCrowd(Executor threads) {
    this.threads = threads;
    OkHttpClient one = new OkHttpClient.Builder().readTimeout(0, TimeUnit.SECONDS).build();
    for (int i = 0; i < POOLS; i++) {
      clients[i] = one.newBuilder().connectionPool(new ConnectionPool()).build();
    }
  }

  @Override
  public void open(int number, String url, Ledger ledger) {
    Request request = new Request.Builder().url(url).header("Accept", "text/event-stream").build();
    Call call = clients[number / STREAMS_A_POOL % POOLS].newCall(request);
    calls.add(call);
    threads.execute(() -> read(call, number, ledger));
  }

  private static void read(Call call, int number, Ledger ledger) {
    try (Response response = call.execute()) {
      ledger.opened.incrementAndGet();
      BufferedSource source = response.body().source();
      String line;
      while ((line = source.readUtf8Line()) != null) {
        if (line.startsWith("data: ")) {
          ledger.event(number, Integer.parseInt(line.substring(6)));
        }
      }
    } catch (IOException e) {
      ledger.ended.incrementAndGet();
    }
  }

  @Override
  public void close() {
    calls.forEach(Call::cancel);
  }
}
