package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows when a listener throws. */
class ListenerFailureTest extends SocketTest {
  private final List<String> offered = Collections.synchronizedList(new ArrayList<>());
  private final Recorder rest = new Recorder();

  @BeforeEach
  void publish() {
    for (String data : new String[] {"one", "bad", "three"}) {
      log.publish(data);
    }
    log.end();
  }

  private Subscription subscribe(ListenerFailurePolicy policy, int failures, Throwable failure) {
    StreamListener failing =
        new Recorder() {
          private int left = failures;

          @Override
          public void onEvent(StreamEvent event) throws Exception {
            offered.add(event.data());
            if (event.data().equals("bad") && left-- > 0) {
              ListenerFailureTest.<RuntimeException>throwAny(failure);
            }
          }

          @Override
          public void onEventFailed(StreamEvent event, Throwable thrown) {
            rest.onEventFailed(event, thrown);
          }

          @Override
          public void onClosed(@Nullable StreamException cause) {
            rest.onClosed(cause);
          }
        };
    return client.subscribe(request().listenerFailures(policy).build(), failing);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwAny(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void byDefaultTheEventIsReportedAndSkipped() throws Exception {
    Exception failure = new Exception("no");
    Subscription subscription = subscribe(ListenerFailurePolicy.skip(), 1, failure);
    Recorder.Failed failed = rest.next(Recorder.Failed.class);
    assertThat(failed.event().data()).isEqualTo("bad");
    assertThat(failed.failure()).isSameAs(failure);
    assertThat(rest.next(Recorder.Closed.class).cause()).isNull();
    assertThat(offered).containsExactly("one", "bad", "three");
    assertThat(subscription.lastEventId()).isEqualTo("3");
    // The one request and the 204: no reconnect on account of the failure.
    assertThat(log.requestCount()).isEqualTo(2);
  }

  @Test
  void theEventIsOfferedAgainInPlace() throws Exception {
    subscribe(ListenerFailurePolicy.skip().withRetries(2), 2, new IllegalStateException("no"));
    assertThat(rest.next(Recorder.Closed.class).cause()).isNull();
    assertThat(offered).containsExactly("one", "bad", "bad", "bad", "three");
    assertThat(rest.pending()).isZero();
    assertThat(log.requestCount()).isEqualTo(2);
  }

  @Test
  void afterTheLastRetryThePolicyDecides() throws Exception {
    subscribe(ListenerFailurePolicy.skip().withRetries(1), 9, new AssertionError("no"));
    assertThat(rest.next(Recorder.Failed.class).event().data()).isEqualTo("bad");
    rest.next(Recorder.Closed.class);
    assertThat(offered).containsExactly("one", "bad", "bad", "three");
  }

  @Test
  void closingLeavesTheEventUnprocessed() throws Exception {
    Exception failure = new Exception("on two\nlines");
    Subscription subscription = subscribe(ListenerFailurePolicy.close(), 1, failure);
    StreamException cause = rest.next(Recorder.Closed.class).cause();
    assertThat(cause.reason()).isEqualTo(StreamException.Reason.LISTENER_FAILED);
    assertThat(cause).hasCause(failure);
    assertThat(cause.getMessage()).contains("id=2").doesNotContain("\n").doesNotContain("bad");
    assertThat(subscription.awaitClosed(WAIT)).isTrue();
    assertThat(subscription.closeCause()).isSameAs(cause);
    assertThat(subscription.lastEventId()).isEqualTo("1");
    assertThat(offered).containsExactly("one", "bad");
    Await.until("no reader", () -> readers.alive() == 0);
    assertThat(rest.pending()).isZero();

    client.subscribe(request().lastEventId(subscription.lastEventId()).build(), recorder);
    assertThat(recorder.nextData(2)).containsExactly("bad", "three");
  }

  @Test
  void aListenerThatIsInterruptedInItsOwnWaitGoesOn() throws Exception {
    subscribe(ListenerFailurePolicy.skip(), 1, new InterruptedException("by the app"));
    assertThat(rest.next(Recorder.Failed.class).event().data()).isEqualTo("bad");
    assertThat(rest.next(Recorder.Closed.class).cause()).isNull();
    assertThat(offered).containsExactly("one", "bad", "three");
  }

  @Test
  void otherCallbacksMayThrowAndNothingFollows() throws Exception {
    Set<String> heard = Collections.synchronizedSet(new java.util.TreeSet<>());
    StreamListener hostile =
        new StreamListener() {
          private void fail(String callback) {
            heard.add(callback);
            throw new IllegalStateException(callback);
          }

          @Override
          public void onEvent(StreamEvent event) {
            fail("event");
          }

          @Override
          public void onOpen(ConnectionInfo connection) {
            fail("open");
          }

          @Override
          public void onRetry(RetryInfo retry) {
            fail("retry");
          }

          @Override
          public void onEventFailed(StreamEvent event, Throwable failure) {
            fail("failed");
          }

          @Override
          public void onStateChange(ConnectionState state, @Nullable StreamException cause) {
            fail("state");
          }

          @Override
          public void onClosed(@Nullable StreamException cause) {
            fail("closed");
          }
        };
    Subscription subscription = client.subscribe(request().build(), hostile);
    assertThat(subscription.awaitClosed(WAIT)).isTrue();
    assertThat(subscription.closeCause()).isNull();
    assertThat(subscription.lastEventId()).isEqualTo("3");
    assertThat(heard).containsExactly("closed", "event", "failed", "open", "retry", "state");
    Await.until("no reader", () -> readers.alive() == 0);
  }
}
