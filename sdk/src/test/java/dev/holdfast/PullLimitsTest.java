package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.internal.pull.EventPull;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an app that asks for its events costs, and hears, when all goes wrong. */
@Timeout(60)
class PullLimitsTest extends SocketTest {
  private int networks;

  private boolean changes() {
    client.networkChanged("network " + ++networks);
    return Await.holdsFor(Duration.ofMillis(10), () -> true);
  }

  @Test
  void anAppThatTakesItsTimeCostsNoMoreForEachChangeOfTheNetwork() throws Exception {
    for (int i = 1; i <= 3; i++) {
      log.publish("" + i);
    }
    try (EventIterator events = client.stream(request().build())) {
      assertThat(events.next().data()).isEqualTo("1");
      // 32 callbacks that wait, each with its thread at the most, and a few; 600 without a bound.
      Duration some = Duration.ofSeconds(2);
      assertThat(Await.holdsFor(some, () -> changes() && readers.alive() < 50)).isTrue();
      assertThat(events.next().data()).isEqualTo("2");
    }
  }

  @Test
  void whoWaitsHearsThatThereIsNoThreadLeft() throws Exception {
    StreamRequest request =
        request()
            .backoff(
                Backoff.builder()
                    .base(Duration.ofMillis(5))
                    .cap(Duration.ofMillis(5))
                    .maxAttempts(3)
                    .build())
            .build();
    try (StreamClient own =
        StreamClient.builder()
            .readerExecutor(
                task -> {
                  throw new RejectedExecutionException("none");
                })
            .build()) {
      EventIterator events = own.stream(request);
      CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(events::hasNext);
      assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(StreamException.class);
    }
  }

  @Test
  void aClientThatFollowsAnotherBeginsWhereThatOneEnded() throws Exception {
    CountDownLatch mayBeSaved = new CountDownLatch(1);
    CursorStore memory = CursorStore.inMemory();
    CursorStore slow =
        new CursorStore() {
          @Override
          public @Nullable String load(String stream) throws IOException {
            return memory.load(stream);
          }

          @Override
          public void save(String stream, @Nullable String cursor) throws IOException {
            try {
              mayBeSaved.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            memory.save(stream, cursor);
          }
        };
    log.publish("1");
    log.publish("2");
    StreamRequest request = request().cursorStore(slow, "s").build();
    Subscription first;
    try (StreamClient before = StreamClient.builder().build()) {
      first = before.subscribe(request, recorder);
      assertThat(recorder.nextData(2)).containsExactly("1", "2");
    }
    Subscription next = client.subscribe(request, recorder);
    Duration some = Duration.ofMillis(300);
    assertThat(Await.holdsFor(some, () -> next.state() == ConnectionState.IDLE)).isTrue();
    mayBeSaved.countDown();
    first.awaitClosed(WAIT);
    log.publish("3");
    assertThat(recorder.nextData(1)).isEqualTo(List.of("3"));
  }

  @Test
  void theGapsAtTheEndAreThereHoweverOftenItIsLookedAt() {
    EventPull pull = new EventPull();
    Gap gap = new Gap("1", "2", Gap.Certainty.POSSIBLE, Gap.Reason.NO_CURSOR);
    pull.onGap(gap);
    pull.onClosed(null);
    assertThat(pull.hasNext()).isFalse();
    assertThat(pull.hasNext()).isFalse();
    assertThat(pull.gaps()).containsExactly(gap);
  }
}
