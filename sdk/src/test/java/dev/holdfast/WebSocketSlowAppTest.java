package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Served;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What takes long without being the fault of WebSocket: the app, and the look-up of the host. */
@Timeout(60)
class WebSocketSlowAppTest extends SocketTest {
  private static final Duration PROOF = Duration.ofSeconds(1);

  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events"))
        .transports(TransportType.WEBSOCKET)
        .proofTimeout(PROOF)
        .backoff(QUICK);
  }

  @Test
  void anAppThatIsSlowToHearOfTheConnectionHasNotMutedIt() throws Exception {
    log.publish("1");
    Recorder slow =
        new Recorder() {
          @Override
          public void onOpen(ConnectionInfo connection) {
            Await.holdsFor(PROOF.multipliedBy(2), () -> true);
            super.onOpen(connection);
          }
        };
    Subscription stream = client.subscribe(request().build(), slow);
    assertThat(slow.nextData(1)).containsExactly("1");
    assertThat(stream.diagnostics().attempts()).hasSize(1);
    assertThat(log.requestCount(Served.WEBSOCKET)).isEqualTo(1);
  }

  @Test
  void aHostThatIsLookedUpForLongIsNotFoundRatherThanMuted() throws Exception {
    CountDownLatch found = new CountDownLatch(1);
    OkHttpClient app =
        new OkHttpClient.Builder()
            .dns(
                hostname -> {
                  try {
                    found.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                  return List.of(InetAddress.getLoopbackAddress());
                })
            .build();
    try (StreamClient lost = StreamClient.builder().okHttpClient(app).build()) {
      lost.subscribe(request().url("http://somewhere.invalid/events").build(), recorder);
      RetryInfo retry = recorder.next(RetryInfo.class);
      assertThat(retry.cause().reason()).isEqualTo(StreamException.Reason.TIMEOUT);
      assertThat(retry.cause()).hasMessageContaining("not found within 1000 ms");
    } finally {
      found.countDown();
    }
  }
}
