package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code cancel()} and {@code close()} are prompt at every moment, and nothing follows them. */
@Timeout(60)
class CancellationTest extends SocketTest {
  private static final Backoff LONG =
      Backoff.builder().base(Duration.ofHours(1)).cap(Duration.ofHours(1)).build();
  private static final Duration PROMPT = Duration.ofMillis(100);

  /**
   * How often a moment is tried. What waits for something waits each time; what only meets a busy
   * machine does not, so the shortest time is held to the bound.
   */
  private static final int TRIES = 3;

  private final CountDownLatch connecting = new CountDownLatch(1);
  private final StreamClient watched =
      StreamClient.builder()
          .readerExecutor(readers)
          .okHttpClient(
              new OkHttpClient.Builder()
                  .eventListener(
                      new EventListener() {
                        @Override
                        public void connectStart(
                            Call call, InetSocketAddress address, java.net.Proxy proxy) {
                          connecting.countDown();
                        }
                      })
                  .build())
          .build();

  /** Where in its life the stream is cancelled. */
  enum Moment {
    HEADER_WAIT,
    BLOCKED_READ,
    HALF_A_LINE,
    BACKOFF
  }

  private Subscription arrive(Moment moment, Recorder listener, StreamClient at) throws Exception {
    Subscription subscription;
    switch (moment) {
      case HEADER_WAIT:
        log.enqueue(Fault.neverAnswer());
        subscription = at.subscribe(request().build(), listener);
        server.takeRequest(WAIT);
        listener.next(Recorder.State.class, s -> s.state() == ConnectionState.CONNECTING);
        return subscription;
      case BACKOFF:
        log.enqueue(Fault.status(503));
        subscription = at.subscribe(request().backoff(LONG).build(), listener);
        listener.next(RetryInfo.class);
        Await.until("the reader has gone", () -> readers.alive() == 0);
        return subscription;
      case HALF_A_LINE:
        log.raw("data: and the".getBytes());
      // Fall through.
      case BLOCKED_READ:
        subscription = at.subscribe(request().build(), listener);
        listener.next(ConnectionInfo.class);
        log.awaitSubscribers(1, WAIT);
        return subscription;
    }
    throw new AssertionError(moment);
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void cancelIsPromptAndFreesEverything(Moment moment) throws Exception {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      Recorder listener = new Recorder();
      Subscription subscription = arrive(moment, listener, client);
      times.add(timed(subscription::cancel));
      assertThat(subscription.state()).isEqualTo(ConnectionState.CLOSED);
      assertThat(subscription.awaitClosed(Duration.ZERO)).isTrue();
      assertThat(subscription.closeCause()).isNull();
      assertNothingIsLeft(listener);
      subscription.cancel();
    }
    assertPrompt(times);
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void closeIsPromptAndFreesEverything(Moment moment) throws Exception {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      Recorder listener = new Recorder();
      StreamClient one = StreamClient.builder().readerExecutor(readers).build();
      Subscription subscription = arrive(moment, listener, one);
      times.add(timed(one::close));
      assertThat(subscription.state()).isEqualTo(ConnectionState.CLOSED);
      assertThat(subscription.awaitClosed(Duration.ZERO)).isTrue();
      assertNothingIsLeft(listener);
      Await.until("no pooled socket", () -> server.openConnections() == 0);
      one.close();
    }
    assertPrompt(times);
  }

  private void assertNothingIsLeft(Recorder listener) throws Exception {
    Await.until("no reader", () -> readers.alive() == 0);
    Await.until("no stream at the server", () -> log.subscribers() == 0);
    listener.forget();
    log.publish("too late");
    assertThat(Await.holdsFor(Duration.ofMillis(50), () -> listener.pending() == 0)).isTrue();
    assertThat(readers.alive()).isZero();
  }

  @Test
  void cancelWhileConnectingIsPrompt() throws Exception {
    try (FullBacklog full = new FullBacklog()) {
      StreamRequest request =
          StreamRequest.builder(full.url()).transports(TransportType.SSE).backoff(LONG).build();
      Subscription subscription = watched.subscribe(request, recorder);
      assertThat(connecting.await(10, TimeUnit.SECONDS)).isTrue();
      recorder.next(Recorder.State.class);
      Await.until("the connecting reader alone", () -> readers.alive() == 1);
      assertThat(Await.holdsFor(Duration.ofMillis(100), () -> readers.alive() == 1)).isTrue();
      assertPrompt(List.of(timed(subscription::cancel)));
      Await.until("no reader", () -> readers.alive() == 0);
      assertThat(recorder.pending()).isZero();
    } finally {
      watched.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Callback.class)
  void nothingFollowsACancelInACallback(Callback in) throws Exception {
    endEachConnectionAfterOneEvent();
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      ActingListener listener = new ActingListener(in, stream -> times.add(timed(stream::cancel)));
      Subscription subscription = client.subscribe(request().build(), listener);
      listener.give(subscription);
      assertThat(subscription.awaitClosed(WAIT)).isTrue();
      assertNothingFollows(listener);
    }
    assertPrompt(times);
  }

  @ParameterizedTest
  @EnumSource(Callback.class)
  void nothingFollowsACloseOfTheClientInACallback(Callback in) throws Exception {
    endEachConnectionAfterOneEvent();
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      StreamClient one = StreamClient.builder().readerExecutor(readers).build();
      ActingListener listener = new ActingListener(in, stream -> times.add(timed(one::close)));
      Subscription subscription = one.subscribe(request().build(), listener);
      listener.give(subscription);
      assertThat(subscription.awaitClosed(WAIT)).isTrue();
      assertNothingFollows(listener);
      Await.until("no pooled socket", () -> server.openConnections() == 0);
    }
    assertPrompt(times);
  }

  /** Events without an identifier: each reconnect reports a gap. */
  private void endEachConnectionAfterOneEvent() {
    log.publish(null, null, "event");
    log.publish(null, null, "event");
    log.faults(info -> Fault.eofAfterBytes("data: event\n\n".length()));
  }

  private void assertNothingFollows(ActingListener listener) {
    Await.until("no reader", () -> readers.alive() == 0);
    Await.until("no stream at the server", () -> log.subscribers() == 0);
    assertThat(listener.acted()).isTrue();
    assertThat(listener.callbacksAfter()).isZero();
  }

  @Test
  void cancelDoesNotWaitForAListenerThatBlocks() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    List<String> heard = new ArrayList<>();
    boolean[] interrupted = new boolean[1];
    log.publish("one");
    log.publish("two");
    Subscription subscription =
        client.subscribe(
            request().build(),
            event -> {
              heard.add(event.data());
              entered.countDown();
              release.await();
              interrupted[0] = Thread.currentThread().isInterrupted();
            });
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    try {
      // On another thread, so that a cancel which waits fails the test instead of hanging it.
      CompletableFuture<Duration> cancelled =
          CompletableFuture.supplyAsync(() -> timed(subscription::cancel));
      assertPrompt(List.of(cancelled.get(10, TimeUnit.SECONDS)));
      assertThat(subscription.awaitClosed(Duration.ZERO)).isTrue();
      Await.until("the socket is freed though the listener is busy", () -> log.subscribers() == 0);
      Await.until("the socket is closed", () -> server.openConnections() == 0);
    } finally {
      release.countDown();
    }
    Await.until("no reader", () -> readers.alive() == 0);
    assertThat(heard).containsExactly("one");
    assertThat(interrupted[0]).isFalse();
    // The listener went on to its end: it did process the event.
    assertThat(subscription.lastEventId()).isEqualTo("1");
  }

  private static Duration timed(Action action) {
    long start = System.nanoTime();
    try {
      action.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void assertPrompt(List<Duration> times) {
    assertThat(times).isNotEmpty();
    assertThat(times.stream().min(Duration::compareTo)).hasValueSatisfying(PROMPT_ENOUGH);
    assertThat(times).allMatch(time -> time.compareTo(Duration.ofSeconds(2)) < 0);
  }

  private static final java.util.function.Consumer<Duration> PROMPT_ENOUGH =
      time -> assertThat(time).isLessThan(PROMPT);

  private interface Action {
    void run() throws Exception;
  }
}
