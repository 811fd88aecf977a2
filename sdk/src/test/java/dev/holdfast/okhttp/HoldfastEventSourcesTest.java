package dev.holdfast.okhttp;

import static dev.holdfast.okhttp.Heard.OPEN;
import static dev.holdfast.okhttp.Heard.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.holdfast.Backoff;
import dev.holdfast.Gap;
import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamException;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.StreamServer;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the drop-in adds to okhttp-sse. */
class HoldfastEventSourcesTest extends SseTest {
  private final SseRecorder recorder = new SseRecorder();

  private static final class Telling extends SseRecorder implements ReconnectListener {
    @Override
    public void onRetry(EventSource eventSource, RetryInfo retry) {
      hear(eventSource, new Heard.Retry());
    }

    @Override
    public void onReconnected(EventSource eventSource, Response response) {
      hear(eventSource, new Heard.Reconnected(response.code()));
    }

    @Override
    public void onGap(EventSource eventSource, Gap gap) {
      hear(eventSource, new Heard.Missing(gap.reason()));
    }
  }

  @Test
  void requestIsTheOneThatWasGiven() {
    okhttp3.Request request = request().build();
    EventSource source = quick().newEventSource(request, recorder);
    assertThat(source.request()).isSameAs(request);
  }

  @Test
  void aReconnectAsksForWhatFollowsWithTheSameHeaders() throws Exception {
    log.publish("one");
    log.enqueue(Fault.cutAfterBytes("id: 1\ndata: one\n\n".length()));
    quick()
        .newEventSource(
            request().header("X-Token", "t").header("Last-Event-ID", "0").build(), recorder);
    assertThat(server.takeRequest(WAIT).headers().values("Last-Event-ID")).containsExactly("0");
    var again = server.takeRequest(WAIT);
    assertThat(again.headers().values("Last-Event-ID")).containsExactly("1");
    assertThat(again.header("X-Token")).isEqualTo("t");
  }

  @Test
  void tellsAReconnectListenerMore() throws Exception {
    Telling telling = new Telling();
    log.publish(null, null, "one");
    quick().newEventSource(request().build(), telling);
    assertThat(telling.next(2)).containsExactly(OPEN, event(null, "one"));
    log.disconnect();
    assertThat(telling.next(4))
        .containsExactly(
            new Heard.Retry(),
            new Heard.Missing(Gap.Reason.NO_CURSOR),
            new Heard.Reconnected(200),
            event(null, "one"));
  }

  @Test
  void logsAGapThatTheListenerCannotHear() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(HoldfastEventSources.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Level before = logger.getLevel();
    logger.setLevel(Level.WARN);
    logger.addAppender(lines);
    try {
      log.publish(null, null, "one");
      quick().newEventSource(request().header("X-Secret", "s3cret").build(), recorder);
      recorder.next(2);
      log.disconnect();
      assertThat(recorder.next()).isEqualTo(event(null, "one"));
      assertThat(lines.list)
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.getLevel()).isEqualTo(Level.WARN);
                assertThat(line.getFormattedMessage())
                    .contains("NO_CURSOR", "/events")
                    .doesNotContain("s3cret");
              });
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(before);
    }
  }

  @Test
  void repeatsAPostWhereTheAppAsksForIt() throws Exception {
    log.publish("one");
    log.publish("two");
    log.enqueue(Fault.cutAfterBytes("id: 1\ndata: one\n\n".length()));
    quick().newEventSource(request().post(RequestBody.create("q", null)).build(), recorder);
    assertThat(recorder.next(3)).containsExactly(OPEN, event("1", "one"), event("2", "two"));
    assertThat(server.takeRequest(WAIT).body().utf8()).isEqualTo("q");
    var again = server.takeRequest(WAIT);
    assertThat(again.method()).isEqualTo("POST");
    assertThat(again.body().utf8()).isEqualTo("q");
    assertThat(again.lastEventId()).isEqualTo("1");
  }

  @Test
  void givesUpWhenItIsTold() throws Exception {
    log.enqueue(Fault.status(503)).enqueue(Fault.status(503));
    Backoff twice =
        Backoff.builder().base(QUICK.base()).floor(QUICK.floor()).maxAttempts(2).build();
    HoldfastEventSources.createFactory(streamClient, settings -> settings.backoff(twice))
        .newEventSource(request().build(), recorder);
    assertThat(recorder.toItsEnd()).containsExactly(new Heard.Failure(Heard.Kind.IO, 503));
    assertThat(recorder.thrown.getCause())
        .isInstanceOfSatisfying(
            StreamException.class,
            e -> assertThat(e.reason()).isEqualTo(StreamException.Reason.GAVE_UP));
  }

  @Test
  void theResponseOfAnEarlierConnectionHasNoPartInAFailure() throws Exception {
    log.publish("one");
    Backoff once = Backoff.builder().base(QUICK.base()).floor(QUICK.floor()).maxAttempts(1).build();
    HoldfastEventSources.createFactory(streamClient, settings -> settings.backoff(once))
        .newEventSource(request().build(), recorder);
    recorder.next(2);
    server.stop();
    assertThat(recorder.toItsEnd()).containsExactly(new Heard.Failure(Heard.Kind.IO, null));
  }

  @Test
  void settingsWin() throws Exception {
    log.publish("one");
    log.publish("two");
    SseRecorder throwing =
        new SseRecorder(
            (source, what) -> {
              if (what instanceof Heard.Event) {
                throw new SseRecorder.Thrown();
              }
            });
    HoldfastEventSources.createFactory(
            streamClient, settings -> settings.listenerFailures(ListenerFailurePolicy.skip()))
        .newEventSource(request().build(), throwing);
    assertThat(throwing.next(3)).containsExactly(OPEN, event("1", "one"), event("2", "two"));
  }

  @Test
  void showsWhatTheConnectionSpeaks() throws Exception {
    OkHttpClient h2 =
        new OkHttpClient.Builder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
    try (StreamServer h2Server =
            StreamServer.builder().protocols(Protocol.H2_PRIOR_KNOWLEDGE).start();
        StreamClient client = StreamClient.builder().okHttpClient(h2).build()) {
      h2Server.stream("/events");
      HoldfastEventSources.createFactory(client)
          .newEventSource(request().url(h2Server.url("/events")).build(), recorder);
      assertThat(recorder.next())
          .isEqualTo(new Heard.Open(200, Protocol.H2_PRIOR_KNOWLEDGE, "text/event-stream"));
    }
  }

  @Test
  void aClosedClientOpensNothing() {
    streamClient.close();
    assertThatThrownBy(() -> quick().newEventSource(request().build(), recorder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
