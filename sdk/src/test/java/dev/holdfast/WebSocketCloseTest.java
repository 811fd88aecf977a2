package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.WebSocketFault;
import dev.holdfast.testkit.WebSocketPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stream does when its server closes, and what its server sees when we do. */
@Timeout(60)
class WebSocketCloseTest extends SocketTest {
  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events"))
        .transports(TransportType.WEBSOCKET)
        .backoff(QUICK);
  }

  @ParameterizedTest
  @CsvSource({
    "1001, CONNECTION_LOST",
    "1002, PROTOCOL",
    "1003, PROTOCOL",
    "1007, PROTOCOL",
    "1009, PROTOCOL",
    "1010, PROTOCOL",
    "1011, CONNECTION_LOST",
    "1012, CONNECTION_LOST",
    "1013, CONNECTION_LOST",
    "3000, CONNECTION_LOST",
    "4000, CONNECTION_LOST"
  })
  void afterMostCodesItComesBack(int code, StreamException.Reason reason) throws Exception {
    log.enqueue(WebSocketFault.afterEvents(1, peer -> peer.close(code, "why")));
    log.publish("1");
    log.publish("2");
    subscribe(request());
    RetryInfo retry = recorder.next(RetryInfo.class);
    assertThat(retry.cause().reason()).isEqualTo(reason);
    assertThat(retry.cause()).hasMessageContaining(code + " \"why\"");
    assertThat(recorder.nextData(1)).containsExactly("2");
    isAnsweredBy(code);
  }

  private void isAnsweredBy(int code) throws InterruptedException {
    WebSocketPeer peer = log.webSockets().takePeer(WAIT).await(p -> p.closeCode() != null, WAIT);
    assertThat(peer.closeCode()).isEqualTo(code);
    peer.await(p -> !p.isOpen(), Duration.ofSeconds(3));
  }

  @Test
  void aCloseWithoutACodeIsAnsweredBy1000() throws Exception {
    log.enqueue(WebSocketFault.afterEvents(1, WebSocketPeer::closeWithoutCode));
    log.publish("1");
    log.publish("2");
    subscribe(request());
    assertThat(recorder.next(RetryInfo.class).cause()).hasMessageContaining("with 1005");
    assertThat(recorder.nextData(1)).containsExactly("2");
    isAnsweredBy(1000);
  }

  @Test
  void after1000ItHasEnded() throws Exception {
    log.enqueue(WebSocketFault.afterEvents(1, peer -> peer.close(1000, "")));
    log.publish("1");
    Subscription stream = subscribe(request());
    assertThat(recorder.next(Recorder.Closed.class).cause()).isNull();
    assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
    isAnsweredBy(1000);
  }

  @ParameterizedTest
  @CsvSource({"0", "999", "1004", "1006", "1015", "2999", "5000", "65535"})
  void aCodeThatNobodyMaySendIsABrokenProtocol(int code) throws Exception {
    log.enqueue(WebSocketFault.afterEvents(1, peer -> peer.close(code, "")));
    log.publish("1");
    log.publish("2");
    subscribe(request());
    assertThat(recorder.next(RetryInfo.class).cause().reason())
        .isEqualTo(StreamException.Reason.PROTOCOL);
    assertThat(recorder.nextData(1)).containsExactly("2");
    log.webSockets().takePeer(WAIT).await(p -> !p.isOpen(), Duration.ofSeconds(3));
  }

  @Test
  void whatComesAfterItsCloseIsNotHeard() throws Exception {
    log.enqueue(
        WebSocketFault.afterEvents(
            1,
            peer -> {
              peer.close(1001, "");
              peer.text("{\"kind\":\"event\",\"data\":\"late\"}");
            }));
    log.publish("1");
    log.publish("2");
    subscribe(request());
    assertThat(recorder.nextData(2)).containsExactly("1", "2");
  }

  @Test
  void aPeerThatNeverAnswersOurCloseDoesNotKeepTheSocket() throws Exception {
    log.faults(Served.WEBSOCKET, c -> WebSocketFault.afterEvents(1, WebSocketPeer::fallSilent));
    log.publish("1");
    Subscription stream = subscribe(request());
    recorder.nextData(1);
    long from = System.nanoTime();
    stream.cancel();
    Await.until("its socket is closed", () -> server.openConnections() == 0);
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofMillis(2_500));
    Await.until("no reader", () -> readers.alive() == 0);
  }
}
