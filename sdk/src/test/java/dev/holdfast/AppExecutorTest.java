package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.StreamException.Reason;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Executors of the app that have no thread to give, and what else an app may get wrong. */
class AppExecutorTest extends SocketTest {
  private static final Backoff THREE =
      Backoff.builder().base(Duration.ofMillis(5)).cap(Duration.ofMillis(5)).maxAttempts(3).build();

  private StreamRequest threeAttempts() {
    return StreamRequest.builder(server.url("/events")).backoff(THREE).build();
  }

  @Test
  void aPoolWithOneThreadForTheReaderStillDelivers() throws Exception {
    ExecutorService one =
        new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
    log.publish("one");
    try (StreamClient own = StreamClient.builder().readerExecutor(one).build()) {
      own.subscribe(threeAttempts(), recorder);
      assertThat(recorder.nextData(1)).containsExactly("one");
      log.publish("two");
      assertThat(recorder.nextData(1)).containsExactly("two");
    } finally {
      one.shutdown();
    }
  }

  @Test
  void anExecutorThatWasShutDownEndsTheStreamByItsLimitsAndNobodyWaitsForEver() throws Exception {
    ExecutorService dead = Executors.newCachedThreadPool();
    dead.shutdown();
    try (StreamClient own = StreamClient.builder().readerExecutor(dead).build()) {
      Subscription subscription = own.subscribe(threeAttempts(), recorder);
      assertThat(subscription.awaitClosed(WAIT)).isTrue();
      assertThat(subscription.state()).isEqualTo(ConnectionState.CLOSED);
      StreamException cause = subscription.closeCause();
      assertThat(cause.reason()).isEqualTo(Reason.GAVE_UP);
      assertThat(((StreamException) cause.getCause()).reason()).isEqualTo(Reason.RESOURCES);
    }
  }

  @Test
  void anExecutorThatFailsForAWhileDelaysTheStreamAndNoMore() throws Exception {
    AtomicInteger failures = new AtomicInteger(4);
    Executor shaky =
        task -> {
          int left = failures.getAndDecrement();
          if (left > 2) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          if (left > 0) {
            throw new RejectedExecutionException("full");
          }
          new Thread(task).start();
        };
    log.publish("one");
    try (StreamClient own = StreamClient.builder().readerExecutor(shaky).build()) {
      own.subscribe(
          StreamRequest.builder(server.url("/events"))
              .backoff(
                  Backoff.builder().base(Duration.ofMillis(5)).cap(Duration.ofMillis(5)).build())
              .build(),
          recorder);
      assertThat(recorder.nextData(1)).containsExactly("one");
    }
  }

  @Test
  void timesWithoutEndAreTakenAsSuch() throws Exception {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    log.publish("one");
    Subscription subscription =
        client.subscribe(
            StreamRequest.builder(server.url("/events"))
                .responseTimeout(forEver)
                .backoff(Backoff.builder().maxElapsed(forEver).build())
                .build(),
            recorder);
    assertThat(recorder.nextData(1)).containsExactly("one");
    log.end();
    assertThat(subscription.awaitClosed(forEver)).isTrue();
  }

  @Test
  void waitingForTheEndInACallbackIsAnErrorAndNotAHang() throws Exception {
    log.publish("one");
    Subscription[] handle = new Subscription[1];
    Throwable[] thrown = new Throwable[1];
    Recorder waiting =
        new Recorder() {
          @Override
          public void onEvent(StreamEvent event) throws Exception {
            synchronized (handle) {
              try {
                handle[0].awaitClosed();
              } catch (IllegalStateException e) {
                thrown[0] = e;
              }
            }
            super.onEvent(event);
          }
        };
    synchronized (handle) {
      handle[0] = client.subscribe(threeAttempts(), waiting);
    }
    waiting.nextData(1);
    assertThat(thrown[0]).hasMessageContaining("callback");
  }

  @Test
  void anInterruptedListenerDoesNotCostTheConnection() throws Exception {
    log.publish("one");
    client.subscribe(
        threeAttempts(),
        new Recorder() {
          @Override
          public void onEvent(StreamEvent event) throws Exception {
            recorder.onEvent(event);
            throw new InterruptedException("the app's own");
          }
        });
    recorder.nextData(1);
    log.publish("two");
    assertThat(recorder.nextData(1)).containsExactly("two");
    assertThat(log.requestCount()).isEqualTo(1);
  }

  @Test
  void aFailureThatCannotBePrintedClosesTheStreamAllTheSame() throws Exception {
    log.publish("one");
    Subscription subscription =
        client.subscribe(
            threeAttempts().newBuilder().listenerFailures(ListenerFailurePolicy.close()).build(),
            event -> {
              throw new RuntimeException() {
                @Override
                public String toString() {
                  throw new IllegalStateException("no words");
                }
              };
            });
    assertThat(subscription.awaitClosed(WAIT)).isTrue();
    assertThat(subscription.closeCause().reason()).isEqualTo(Reason.LISTENER_FAILED);
  }

  @Test
  void aCursorGivenAsAHeaderIsRefusedAndTheSettingNamed() {
    assertThatThrownBy(
            () -> StreamRequest.builder(server.url("/events")).header("last-event-id", "5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lastEventId()");
  }

  @Test
  void anEmptyLineIsProofThatTheTransportWorks() throws Exception {
    log.raw("\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    log.enqueue(dev.holdfast.testkit.Fault.eofAfterBytes(1));
    log.enqueue(dev.holdfast.testkit.Fault.status(404));
    Subscription subscription = client.subscribe(threeAttempts(), recorder);
    recorder.next(RetryInfo.class);
    recorder.next(RetryInfo.class, retry -> retry.cause().statusCode() == 404);
    assertThat(subscription.state()).isNotEqualTo(ConnectionState.CLOSED);
  }
}
