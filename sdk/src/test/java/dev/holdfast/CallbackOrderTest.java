package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callbacks of a stream: one at a time, in the order of what happened, on reader threads. */
@Timeout(60)
class CallbackOrderTest extends SocketTest {

  @Test
  void callbacksComeInTheOrderOfWhatHappened() throws Exception {
    log.publish("1", null, "one");
    log.publish("2", null, "two");
    log.enqueue(Fault.status(503));
    log.enqueue(Fault.cutAfterBytes("id: 1\ndata: one\n\nid".length()));
    log.end();
    Strict listener = new Strict();
    Subscription subscription = client.subscribe(request().build(), listener);
    assertThat(subscription.awaitClosed(WAIT)).isTrue();
    assertThat(listener.heard)
        .containsExactly(
            "CONNECTING",
            "WAITING",
            "retry 1 HTTP_STATUS", // The 503.
            "CONNECTING",
            "OPEN",
            "open 2",
            "one", // The response that is cut.
            "WAITING",
            "retry 0 CONNECTION_LOST",
            "CONNECTING",
            "OPEN",
            "open 3",
            "two", // The whole response.
            "WAITING",
            "retry 0 RESPONSE_ENDED",
            "CONNECTING",
            "CLOSED",
            "closed null"); // The 204.
    listener.assertNothingWrong();
  }

  @Test
  void callbacksNeverOverlapThroughReconnectsAndCallsFromOutside() throws Exception {
    Strict listener = new Strict();
    log.faults(info -> Fault.eofAfterBytes(200));
    Subscription subscription = client.subscribe(request().build(), listener);
    for (int i = 1; i <= 2000; i++) {
      log.publish(Integer.toString(i));
      if (i % 10 == 0) {
        subscription.reconnectNow();
        subscription.lastEventId();
      }
    }
    log.end();
    assertThat(subscription.awaitClosed(Duration.ofSeconds(30))).isTrue();
    List<String> numbers = new ArrayList<>(listener.heard);
    numbers.removeIf(item -> !item.matches("\\d+"));
    assertThat(numbers)
        .hasSize(2000)
        .isSortedAccordingTo((a, b) -> Integer.valueOf(a) - Integer.valueOf(b));
    assertThat(log.requestCount()).isGreaterThan(50);
    listener.assertNothingWrong();
  }

  @Test
  void aStreamThatBlocksHoldsNoOtherUp() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    log.publish("one");
    client.subscribe(
        request().build(),
        event -> {
          entered.countDown();
          release.await();
        });
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    log.enqueue(Fault.status(503)).enqueue(Fault.resetInsteadOfAnswer());
    subscribe(request());
    assertThat(recorder.nextData(1)).containsExactly("one");
    release.countDown();
  }

  /** Notices callbacks that overlap, and those on a thread that is no reader. */
  private static final class Strict implements StreamListener {
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();
    private final Set<String> strangers = ConcurrentHashMap.newKeySet();

    private void hear(String what) {
      if (inside.incrementAndGet() > 1) {
        overlaps.incrementAndGet();
      }
      if (!ReaderThreads.isCurrent()) {
        strangers.add(Thread.currentThread().getName());
      }
      Thread.yield();
      heard.add(what);
      inside.decrementAndGet();
    }

    void assertNothingWrong() {
      assertThat(overlaps).hasValue(0);
      assertThat(strangers).isEmpty();
    }

    @Override
    public void onEvent(StreamEvent event) {
      hear(event.data());
    }

    @Override
    public void onOpen(ConnectionInfo connection) {
      hear("open " + connection.attempt());
    }

    @Override
    public void onRetry(RetryInfo retry) {
      hear("retry " + retry.failures() + " " + retry.cause().reason());
    }

    @Override
    public void onGap(Gap gap) {
      hear("gap");
    }

    @Override
    public void onStateChange(ConnectionState state, @Nullable StreamException cause) {
      hear(state.toString());
    }

    @Override
    public void onClosed(@Nullable StreamException cause) {
      hear("closed " + cause);
    }
  }
}
