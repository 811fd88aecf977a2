package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.StreamServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client over real sockets. */
class StreamClientTest {
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Backoff QUICK =
      Backoff.builder().base(Duration.ofMillis(20)).cap(Duration.ofMillis(50)).build();

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/events").startFromBeginning();
  private final StreamClient client = StreamClient.create();
  private final Recorder recorder = new Recorder();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events")).backoff(QUICK);
  }

  @Test
  void deliversEventsInOrderAndMovesTheCursor() throws Exception {
    log.publish("a", "greeting", "hello");
    Subscription subscription = client.subscribe(request().build(), recorder);
    StreamEvent first = recorder.next(StreamEvent.class);
    assertThat(first)
        .isEqualTo(StreamEvent.create("a", "a", "greeting", "hello", TransportType.SSE));
    log.publish("b", "message", "x\ny");
    assertThat(recorder.next(StreamEvent.class).data()).isEqualTo("x\ny");
    assertThat(subscription.state()).isEqualTo(ConnectionState.OPEN);
    log.end();
    recorder.next(Recorder.Closed.class);
    assertThat(subscription.awaitClosed(WAIT)).isTrue();
    assertThat(subscription.lastEventId()).isEqualTo("b");
    assertThat(subscription.closeCause()).isNull();
  }

  @Test
  void sendsTheHeadersOfTheStandard() throws Exception {
    client.subscribe(request().lastEventId("café ☕").header("X-Token", "t").build(), recorder);
    SeenRequest seen = server.takeRequest(WAIT);
    assertThat(seen.method()).isEqualTo("GET");
    assertThat(seen.header("Accept")).isEqualTo("text/event-stream");
    assertThat(seen.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(seen.header("Accept-Encoding")).isEqualTo("identity");
    assertThat(seen.header("User-Agent")).startsWith("holdfast/");
    assertThat(seen.header("X-Token")).isEqualTo("t");
    assertThat(seen.lastEventId()).isEqualTo("café ☕");
  }

  @Test
  void resumesAfterAResetWithoutLosingOrRepeating() throws Exception {
    for (int i = 1; i <= 5; i++) {
      log.publish("event " + i);
    }
    log.enqueue(Fault.resetAfterBytes(40)).enqueue(Fault.cutAfterBytes(40));
    client.subscribe(request().build(), recorder);
    assertThat(recorder.nextData(5))
        .containsExactly("event 1", "event 2", "event 3", "event 4", "event 5");
    server.assertExhausted();
  }

  @Test
  void survivesAServerRestart() throws Exception {
    log.publish("before");
    client.subscribe(request().build(), recorder);
    assertThat(recorder.nextData(1)).containsExactly("before");
    server.stop();
    RetryInfo retry = recorder.next(RetryInfo.class);
    assertThat(retry.failures()).isZero();
    log.publish("while away");
    server.start();
    assertThat(recorder.nextData(1)).containsExactly("while away");
  }

  @Test
  void manyStreamsToOneHostAllOpen() throws Exception {
    List<Recorder> recorders = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Recorder one = new Recorder();
      recorders.add(one);
      client.subscribe(request().build(), one);
    }
    log.awaitSubscribers(12, WAIT);
    log.publish("to all");
    for (Recorder one : recorders) {
      assertThat(one.nextData(1)).containsExactly("to all");
    }
  }

  @Test
  void a204EndsTheStreamInGoodOrder() throws Exception {
    log.publish("last");
    log.end();
    Subscription subscription = client.subscribe(request().build(), recorder);
    assertThat(recorder.nextData(1)).containsExactly("last");
    assertThat(recorder.next(Recorder.Closed.class).cause()).isNull();
    assertThat(subscription.awaitClosed(WAIT)).isTrue();
    assertThat(subscription.closeCause()).isNull();
  }

  @Test
  void refusesToSubscribeOnceClosed() {
    client.close();
    assertThatThrownBy(() -> client.subscribe(request().build(), recorder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void cancelInsideOnEventStopsAtOnce() throws Exception {
    for (int i = 1; i <= 5; i++) {
      log.publish("event " + i);
    }
    List<String> seen = new ArrayList<>();
    Subscription[] subscription = new Subscription[1];
    Object lock = new Object();
    synchronized (lock) {
      subscription[0] =
          client.subscribe(
              request().build(),
              event -> {
                synchronized (lock) {
                  seen.add(event.data());
                  subscription[0].cancel();
                }
              });
    }
    assertThat(subscription[0].awaitClosed(WAIT)).isTrue();
    synchronized (lock) {
      assertThat(seen).containsExactly("event 1");
      assertThat(subscription[0].lastEventId()).isIn(null, "1");
    }
  }
}
