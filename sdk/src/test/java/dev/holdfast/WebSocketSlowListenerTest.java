package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.WebSocketPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A slow listener loses nothing: it slows the server, or its connection is left and resumed. */
@Timeout(300)
class WebSocketSlowListenerTest extends SocketTest {
  private static final int EVENT = 16 << 10;

  /** 256 MiB in the long run. */
  private static final int EVENTS = Integer.getInteger("holdfast.slow.events", 3_000);

  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events"))
        .transports(TransportType.WEBSOCKET)
        .backoff(QUICK);
  }

  @Test
  void aSmallProcessHearsMoreThanItCouldHold(@TempDir Path scratch) throws Exception {
    String data = "x".repeat(EVENT);
    for (int i = 0; i < EVENTS; i++) {
      log.publish(data);
    }
    try (SmallApp app =
        SmallApp.start(
            scratch, 32, SlowWebSocketApp.class, server.url("/events").toString(), "" + EVENTS)) {
      assertThat(app.ends(200)).as("in time").isTrue();
      assertThat(app.said())
          .contains("OUTCOME " + EVENTS + " events, " + (long) EVENTS * EVENT + " chars, in order")
          .contains("OUTCOME tooLarge EVENT_TOO_LARGE")
          .doesNotContain("OutOfMemoryError");
      // A WebSocket is open to the end, and none of its threads keeps the process.
      assertThat(app.exitValue()).isZero();
    }
  }

  @Test
  void oneThatStandsStillIsLeftAndResumed() throws Exception {
    OkHttpClient app = new OkHttpClient.Builder().pingInterval(Duration.ofSeconds(1)).build();
    int count = 400;
    String filler = "x".repeat(EVENT);
    for (int i = 1; i <= count; i++) {
      log.publish(i + " " + filler);
    }
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    Recorder retries = new Recorder();
    try (StreamClient pinging = StreamClient.builder().okHttpClient(app).build()) {
      pinging.subscribe(
          request().build(),
          new StreamListener() {
            @Override
            public void onEvent(StreamEvent event) throws Exception {
              heard.add(event.data().substring(0, event.data().indexOf(' ')));
              if (heard.size() == 1) {
                TimeUnit.SECONDS.sleep(3);
              }
            }

            @Override
            public void onRetry(RetryInfo retry) {
              retries.onRetry(retry);
            }

            @Override
            public void onGap(Gap gap) {
              retries.onGap(gap);
            }
          });
      WebSocketPeer first = log.webSockets().takePeer(WAIT);
      first.await(peer -> !peer.isOpen(), Duration.ofMillis(2_900));
      assertThat(heard).as("it still stands").hasSize(1);
      assertThat(retries.next(RetryInfo.class).cause().reason())
          .isEqualTo(StreamException.Reason.LISTENER_BEHIND);
      Await.until("all", 20, () -> heard.size() >= count);
      log.publish("last one");
      Await.until("the last", () -> heard.size() > count);
      List<String> expected =
          new ArrayList<>(IntStream.rangeClosed(1, count).mapToObj(i -> "" + i).toList());
      expected.add("last");
      assertThat(heard).isEqualTo(expected);
      assertThat(retries.hears(Gap.class, Duration.ZERO)).isFalse();
    }
  }
}
