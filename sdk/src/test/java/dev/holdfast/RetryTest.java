package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a stream asks again, and what for. Times are the server's; upper bounds are generous. */
class RetryTest extends SocketTest {
  private static final Duration LATE = Duration.ofSeconds(4);

  private Duration between(int first, int second) {
    List<SeenRequest> all = server.requests();
    return Duration.ofNanos(all.get(second).nanoTime() - all.get(first).nanoTime());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retryAfterSecondsIsAFloor(int status) throws Exception {
    log.enqueue(Fault.retryAfter(status, 1));
    log.publish("there");
    subscribe(request());
    RetryInfo retry = recorder.next(RetryInfo.class);
    assertThat(retry.delay()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1500));
    assertThat(retry.cause().statusCode()).isEqualTo(status);
    assertThat(recorder.nextData(1)).containsExactly("there");
    assertThat(between(0, 1)).isBetween(Duration.ofSeconds(1), LATE);
  }

  @Test
  void retryAfterDateIsAFloor() throws Exception {
    Instant date = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 2);
    String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC));
    log.enqueue(Fault.retryAfter(503, text));
    log.publish("there");
    subscribe(request());
    assertThat(recorder.nextData(1)).containsExactly("there");
    // The two clocks may drift apart by a few milliseconds.
    assertThat(server.requests().get(1).time()).isAfter(date.minusMillis(20));
    assertThat(between(0, 1)).isLessThan(LATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "", "Sun, 06 Nov 1994 08:49:37 GMT"})
  void aRetryAfterThatSaysNothingIsNoFloor(String value) throws Exception {
    log.enqueue(Fault.retryAfter(503, value));
    log.publish("there");
    subscribe(request());
    assertThat(recorder.next(RetryInfo.class).delay()).isLessThan(Duration.ofMillis(50));
    assertThat(recorder.nextData(1)).containsExactly("there");
  }

  @Test
  void theStreamsOwnRetryIsAFloorForEveryReconnect() throws Exception {
    log.retry(600);
    for (int i = 1; i <= 2; i++) {
      log.publish("event " + i);
      subscribeOnce(i);
      assertThat(recorder.nextData(1)).containsExactly("event " + i);
      long end = System.nanoTime();
      log.disconnect();
      assertThat(recorder.next(RetryInfo.class).delay())
          .isBetween(Duration.ofMillis(600), Duration.ofMillis(900));
      SeenRequest next = requestAfter(i);
      assertThat(Duration.ofNanos(next.nanoTime() - end)).isBetween(Duration.ofMillis(600), LATE);
    }
  }

  private void subscribeOnce(int round) {
    if (round == 1) {
      subscribe(request());
    }
  }

  private SeenRequest requestAfter(int count) {
    Await.until("request " + (count + 1), () -> server.requests().size() > count);
    return server.requests().get(count);
  }

  @Test
  void a204EndsTheStreamAndIsNeverAskedAgain() throws Exception {
    log.end();
    Subscription subscription = subscribe(request().lastEventId("7"));
    assertThat(recorder.next(Recorder.Closed.class).cause()).isNull();
    assertThat(subscription.lastEventId()).isEqualTo("7");
    assertThat(Await.holdsFor(Duration.ofMillis(200), () -> log.requestCount() == 1)).isTrue();
    assertThat(recorder.pending()).isZero();
  }

  @Test
  void aPostIsSentAgainWithThePosition() throws Exception {
    log.publish("one");
    log.publish("two");
    log.enqueue(Fault.eofAfterBytes("id: 1\ndata: one\n\n".length()));
    subscribe(request().post("{\"q\":\"é\"}", "application/json").header("X-App", "a"));
    assertThat(recorder.nextData(2)).containsExactly("one", "two");
    assertThat(server.requests()).hasSize(2);
    for (SeenRequest seen : server.requests()) {
      assertThat(seen.method()).isEqualTo("POST");
      assertThat(seen.body()).isEqualTo(ByteString.encodeUtf8("{\"q\":\"é\"}"));
      assertThat(seen.header("Content-Type")).isEqualTo("application/json");
      assertThat(seen.header("X-App")).isEqualTo("a");
    }
    assertThat(server.requests()).extracting(SeenRequest::lastEventId).containsExactly(null, "1");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 410, 412, 422})
  void aCursorThatIsRefusedIsSetAsideAndReported(int status) throws Exception {
    log.enqueue(Fault.status(status));
    log.publish("8", null, "there");
    subscribe(request().lastEventId("7"));
    Gap gap = recorder.next(Gap.class);
    assertThat(gap.reason()).isEqualTo(Gap.Reason.CURSOR_REFUSED);
    assertThat(gap.from()).isEqualTo("7");
    assertThat(recorder.nextData(1)).containsExactly("there");
    log.disconnect();
    log.publish("9", null, "and then");
    assertThat(recorder.nextEventAndGaps()).hasSize(1);
    assertThat(server.requests())
        .extracting(SeenRequest::lastEventId)
        .containsExactly("7", null, "8");
  }

  @Test
  void withoutACursorTheSameStatusIsFinal() throws Exception {
    log.faults(info -> Fault.status(410));
    subscribe(request().lastEventId("7"));
    StreamException cause = recorder.next(Recorder.Closed.class).cause();
    assertThat(cause.reason()).isEqualTo(StreamException.Reason.HTTP_STATUS);
    assertThat(cause.statusCode()).isEqualTo(410);
    assertThat(server.requests()).extracting(SeenRequest::lastEventId).containsExactly("7", null);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void aServerThatIsDownNeverCostsTheCursor(int status) throws Exception {
    log.publish("7", null, "before");
    log.publish("8", null, "there");
    log.enqueue(Fault.status(status)).enqueue(Fault.status(status));
    log.enqueue(Fault.resetInsteadOfAnswer());
    subscribe(request().lastEventId("7"));
    assertThat(recorder.nextEventAndGaps()).hasSize(1);
    assertThat(server.requests())
        .extracting(SeenRequest::lastEventId)
        .containsExactly("7", "7", "7", "7");
  }

  @Test
  void reconnectNowSkipsTheWait() throws Exception {
    log.enqueue(Fault.retryAfter(503, 3600));
    log.publish("there");
    Subscription subscription = subscribe(request());
    recorder.next(RetryInfo.class);
    assertThat(subscription.state()).isEqualTo(ConnectionState.WAITING);
    subscription.reconnectNow();
    assertThat(recorder.nextData(1)).containsExactly("there");
  }
}
