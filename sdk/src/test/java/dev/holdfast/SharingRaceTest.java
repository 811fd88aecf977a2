package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Joining a shared stream just when the last one leaves it. */
@Timeout(120)
class SharingRaceTest extends SocketTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 500;

  private final ExecutorService apps = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void noThreadStays() throws InterruptedException {
    apps.shutdown();
    assertThat(apps.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private void onAll(Callable<Void> task) throws Exception {
    List<Future<Void>> done = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      done.add(apps.submit(task));
    }
    for (Future<Void> each : done) {
      each.get(90, TimeUnit.SECONDS);
    }
  }

  /** Each round ends with the last cancel, while others join already for the next one. */
  @Test
  void nobodyJoinsAStreamThatEnds() throws Exception {
    // It answers nothing: most of these streams end before they have a connection.
    try (ServerSocket silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
      joinAndLeave(request().url(url).share().build());
    }
    Await.until("no reader", () -> readers.alive() == 0);
  }

  private void joinAndLeave(StreamRequest request) throws Exception {
    onAll(
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            Subscription joined = client.subscribe(request, event -> {});
            for (int pause = 0; pause < 5; pause++) {
              Thread.yield();
            }
            assertThat(joined.state()).as("round %s", i).isNotEqualTo(ConnectionState.CLOSED);
            joined.cancel();
          }
          return null;
        });
  }

  /** One leaves as others join: whoever has joined hears the event of its round. */
  @Test
  void whoJoinsHears() throws Exception {
    int rounds = 60;
    StreamRequest request = request().share().build();
    CyclicBarrier barrier = new CyclicBarrier(THREADS, () -> log.publish("round"));
    log.startFromNow();
    onAll(
        () -> {
          for (int i = 0; i < rounds; i++) {
            Recorder heard = new Recorder();
            Subscription joined = client.subscribe(request, heard);
            heard.next(ConnectionInfo.class);
            barrier.await(30, TimeUnit.SECONDS);
            assertThat(heard.next(StreamEvent.class).data()).isEqualTo("round");
            joined.cancel();
          }
          return null;
        });
    Await.until("no reader", () -> readers.alive() == 0);
    Await.until("no connection", () -> server.openConnections() == 0);
  }

  /** All that subscribe at the same moment have one connection. */
  @Test
  void whoComesAtOnceOpensOne() throws Exception {
    int rounds = 50;
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    onAll(
        () -> {
          for (int i = 0; i < rounds; i++) {
            StreamRequest request = request().share().header("Round", "" + i).build();
            barrier.await(30, TimeUnit.SECONDS);
            Recorder heard = new Recorder();
            Subscription joined = client.subscribe(request, heard);
            heard.next(ConnectionInfo.class);
            barrier.await(30, TimeUnit.SECONDS);
            joined.cancel();
          }
          return null;
        });
    assertThat(log.requestCount()).isEqualTo(rounds);
  }
}
