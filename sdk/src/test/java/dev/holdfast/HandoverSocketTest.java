package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.internal.RealStreamClient;
import dev.holdfast.internal.connection.RealSubscription;
import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Randomness;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.testkit.Fault;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Handovers over real sockets: what begins one, and what ends one halfway. */
class HandoverSocketTest extends SocketTest {

  @Test
  void cancelInTheMiddleOfAHandoverIsPromptAndFreesBothConnections() throws Exception {
    log.publish("one");
    log.publish("two");
    log.enqueue(Fault.none()).enqueue(Fault.neverAnswer());
    RealSubscription subscription = (RealSubscription) subscribe(request());
    recorder.nextData(2);
    subscription.verify();
    Await.until("the candidate's request", () -> log.requestCount() == 2);
    long start = System.nanoTime();
    subscription.cancel();
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(100));
    Await.until("no reader", () -> readers.alive() == 0);
    Await.until("no connection", () -> server.openConnections() == 0);
  }

  @Test
  void afterTheMachineSleptANewConnectionContinuesTheStream() throws Exception {
    AtomicLong slept = new AtomicLong();
    Clock clock =
        new Clock() {
          @Override
          public long nanoTime() {
            return Clock.SYSTEM.nanoTime();
          }

          @Override
          public long wallMillis() {
            return Clock.SYSTEM.wallMillis() + slept.get();
          }
        };
    Queue<Runnable> checks = new ConcurrentLinkedQueue<>();
    Timers timers =
        new Timers() {
          @Override
          public Timer schedule(long delayNanos, Runnable task) {
            if (delayNanos == TimeUnit.SECONDS.toNanos(5)) {
              checks.add(task);
            }
            return () -> {};
          }

          @Override
          public void close() {}
        };
    Environment env = new Environment(clock, timers, Randomness.SYSTEM, readers);
    log.publish("one");
    log.publish("two");
    try (StreamClient own = new RealStreamClient(new OkHttpClient(), env)) {
      own.subscribe(request().build(), recorder);
      assertThat(recorder.nextData(2)).containsExactly("one", "two");
      checks.remove().run();
      assertThat(log.requestCount()).as("awake all the time").isEqualTo(1);
      slept.set(60_000);
      checks.remove().run();
      recorder.next(ConnectionInfo.class, connection -> connection.attempt() == 2);
      Await.until("the old connection has gone", () -> log.subscribers() == 1);
      log.publish("three");
      assertThat(recorder.nextData(1)).containsExactly("three");
      assertThat(log.requestCount()).isEqualTo(2);
    }
  }
}
