package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.WebSocketPeer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executors of the app that take no more, whenever that is. */
@Timeout(60)
class WebSocketExecutorTest extends SocketTest {
  private final AtomicInteger tasks = new AtomicInteger();
  private volatile int full = Integer.MAX_VALUE;

  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events"))
        .transports(TransportType.WEBSOCKET)
        .backoff(QUICK);
  }

  private StreamClient client(RuntimeException rejection) {
    return StreamClient.builder()
        .readerExecutor(
            task -> {
              if (tasks.incrementAndGet() == full) {
                throw rejection;
              }
              readers.execute(task);
            })
        .build();
  }

  /** The first task is the attempt's own, the second OkHttp's, then come callbacks and messages. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void oneThatIsFullForAMomentCostsAnAttemptAndNoEvent(int task) throws Exception {
    full = task;
    log.publish("1");
    try (StreamClient own = client(new RejectedExecutionException("full"))) {
      own.subscribe(request().build(), recorder);
      assertThat(recorder.nextData(1)).containsExactly("1");
      log.publish("2");
      assertThat(recorder.nextData(1)).containsExactly("2");
      Await.until("the others are left", () -> log.webSockets().open() == 1);
    }
    Await.until("none is left", () -> log.webSockets().open() == 0);
    Await.until("no reader", () -> readers.alive() == 0);
  }

  @Test
  void oneThatTakesNoMoreWhileItIsOpenCostsTheConnection() throws Exception {
    log.publish("1");
    try (StreamClient own = client(new RejectedExecutionException("full"))) {
      own.subscribe(request().build(), recorder);
      recorder.nextData(1);
      // Its thread waits in the socket, and nothing else runs.
      Await.until("idle", () -> readers.alive() == 1);
      full = tasks.get() + 1;
      log.publish("2");
      StreamException cause = recorder.next(RetryInfo.class).cause();
      assertThat(cause.reason()).isEqualTo(StreamException.Reason.RESOURCES);
      assertThat(recorder.nextData(1)).containsExactly("2");
      WebSocketPeer first = log.webSockets().takePeer(WAIT);
      first.await(peer -> !peer.isOpen(), WAIT);
    }
  }
}
