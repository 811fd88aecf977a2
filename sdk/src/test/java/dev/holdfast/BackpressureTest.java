package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener that is slow slows the server: what it does not take is not read. */
@Timeout(60)
class BackpressureTest extends SocketTest {
  private static final int EVENT = 64 << 10;
  private static final int EVENTS = 1024;

  /** What the two kernels may hold for one loopback connection, with room to spare. */
  private static final long KERNEL = 24L << 20;

  @Test
  void aBlockedListenerStopsTheServerByTcp() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicLong taken = new AtomicLong();
    String data = "x".repeat(EVENT);
    for (int i = 0; i < EVENTS; i++) {
      log.publish(data);
    }
    log.end();
    Subscription subscription =
        client.subscribe(
            request().build(),
            event -> {
              taken.addAndGet(event.data().length());
              release.await();
            });
    Await.until("something is sent", () -> server.bytesSent() > 0 && taken.get() > 0);
    Await.until("the server stands still", this::standsStill);
    System.out.println("backpressure: the server stopped after " + server.bytesSent() + " bytes");
    assertThat(server.bytesSent()).isLessThan(KERNEL);
    assertThat(taken).hasValue(EVENT);
    release.countDown();
    assertThat(subscription.awaitClosed(Duration.ofSeconds(30))).isTrue();
    assertThat(taken).hasValue((long) EVENT * EVENTS);
    assertThat(log.requestCount()).isEqualTo(2);
  }

  private boolean standsStill() {
    long before = server.bytesSent();
    return Await.holdsFor(Duration.ofMillis(300), () -> server.bytesSent() == before);
  }
}
