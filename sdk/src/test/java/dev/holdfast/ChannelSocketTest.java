package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.WebSocketFault;
import dev.holdfast.testkit.WebSocketPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels over real sockets: what receives at once, and WebSocket beside it. */
class ChannelSocketTest extends SocketTest {
  private int published;

  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events"))
        .backoff(QUICK)
        .proofTimeout(Duration.ofMillis(500));
  }

  private Channel open(StreamRequest.Builder request) {
    return client.open(request.build(), new Relay());
  }

  /** As a channel's listener, the recorder. */
  private final class Relay extends Recorder implements ChannelListener {
    @Override
    public void onEvent(StreamEvent event) throws Exception {
      recorder.onEvent(event);
    }

    @Override
    public void onGap(Gap gap) {
      recorder.onGap(gap);
    }

    @Override
    public void onClosed(StreamException cause) {
      recorder.onClosed(cause);
    }
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      log.publish("" + ++published);
    }
  }

  private void hearsAll(List<String> sofar) throws InterruptedException {
    sofar.addAll(recorder.nextData(published - sofar.size()));
    assertThat(sofar).isEqualTo(IntStream.rangeClosed(1, published).mapToObj(i -> "" + i).toList());
  }

  private static void goesBy(Channel channel, TransportType type) throws InterruptedException {
    try {
      Await.until("by " + type, () -> channel.diagnostics().transport() == type);
    } catch (AssertionError late) {
      throw new AssertionError(channel.diagnostics().toString(), late);
    }
  }

  @Test
  void receivesByEventStreamAndMovesToWebSocketWithoutALoss() throws Exception {
    List<String> heard = new ArrayList<>();
    publish(20);
    Channel channel = open(request());
    hearsAll(heard);
    goesBy(channel, TransportType.WEBSOCKET);
    log.webSockets().awaitOpen(1, WAIT);
    publish(20);
    hearsAll(heard);
    log.awaitSubscribers(1, WAIT);
    assertThat(channel.diagnostics().attempts().get(0).transport()).isEqualTo(TransportType.SSE);
    assertThat(log.requestCount(Served.SSE)).isEqualTo(1);
    assertThat(log.requestCount(Served.WEBSOCKET)).isEqualTo(1);
    assertThat(recorder.hears(Gap.class, Duration.ZERO)).isFalse();
  }

  @Test
  void goesOnByEventStreamAtOnceWhenItsWebSocketIsCutAndComesBack() throws Exception {
    List<String> heard = new ArrayList<>();
    publish(20);
    Channel channel = open(request());
    hearsAll(heard);
    goesBy(channel, TransportType.WEBSOCKET);
    log.webSockets().takePeer(WAIT).reset();
    publish(20);
    hearsAll(heard);
    goesBy(channel, TransportType.WEBSOCKET);
    publish(20);
    hearsAll(heard);
    assertThat(log.requestCount(Served.SSE)).isEqualTo(2);
    assertThat(log.requestCount(Served.WEBSOCKET)).isEqualTo(2);
    assertThat(recorder.hears(Gap.class, Duration.ZERO)).isFalse();
  }

  static java.util.stream.Stream<Arguments> whatBlocksWebSockets() {
    Headers html = Headers.of("Content-Type", "text/html");
    return java.util.stream.Stream.of(
        Arguments.of("403 of a proxy", Fault.status(403, html, "<html>")),
        Arguments.of("403", Fault.status(403)),
        Arguments.of("400", Fault.status(400)),
        Arguments.of("404", Fault.status(404)),
        Arguments.of("426", Fault.status(426)),
        Arguments.of("200", Fault.status(200)),
        Arguments.of("503", Fault.status(503)),
        Arguments.of("stripped", WebSocketFault.ignoreUpgrade()),
        Arguments.of("never answered", Fault.neverAnswer()),
        Arguments.of("reset", Fault.resetInsteadOfAnswer()),
        Arguments.of("no hello", WebSocketFault.withoutHello()),
        Arguments.of("dies at once", WebSocketFault.onOpen(WebSocketPeer::cut)),
        Arguments.of(
            "dies after 200 ms",
            WebSocketFault.withoutHello()
                .and(WebSocketFault.afterTime(Duration.ofMillis(200), WebSocketPeer::reset))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatBlocksWebSockets")
  void staysWhereItIsWhileWebSocketIsBlocked(String name, Fault fault) throws Exception {
    List<String> heard = new ArrayList<>();
    log.faults(Served.WEBSOCKET, connection -> fault);
    publish(20);
    Channel channel = open(request());
    hearsAll(heard);
    Await.until(
        "tried",
        () ->
            channel.diagnostics().attempts().stream()
                .anyMatch(a -> a.transport() == TransportType.WEBSOCKET && a.verdict() != null));
    publish(20);
    hearsAll(heard);
    assertThat(channel.diagnostics().transport()).isEqualTo(TransportType.SSE);
    assertThat(channel.state()).isEqualTo(ConnectionState.OPEN);
    assertThat(log.requestCount(Served.SSE)).as("untouched").isEqualTo(1);
    assertThat(recorder.hears(Gap.class, Duration.ZERO)).isFalse();
  }

  @Test
  void whereOnlyWebSocketWorksItGoesByThat() throws Exception {
    List<String> heard = new ArrayList<>();
    log.faults(Served.SSE, connection -> Fault.status(404));
    log.faults(Served.LONG_POLL, connection -> Fault.status(404));
    publish(10);
    Channel channel = open(request());
    hearsAll(heard);
    goesBy(channel, TransportType.WEBSOCKET);
    log.webSockets().takePeer(WAIT).reset();
    publish(10);
    hearsAll(heard);
    assertThat(channel.diagnostics().transport()).isEqualTo(TransportType.WEBSOCKET);
  }

  @Test
  void wherePollsAloneReceiveItMovesFromThem() throws Exception {
    List<String> heard = new ArrayList<>();
    log.faults(Served.SSE, connection -> Fault.status(406));
    publish(10);
    Channel channel = open(request());
    hearsAll(heard);
    goesBy(channel, TransportType.WEBSOCKET);
    publish(10);
    hearsAll(heard);
    assertThat(recorder.hears(Gap.class, Duration.ZERO)).isFalse();
  }

  @Test
  void oneThatNamesWebSocketFirstBeginsWithIt() throws Exception {
    List<String> heard = new ArrayList<>();
    publish(10);
    Channel channel = open(request().transports(TransportType.WEBSOCKET, TransportType.SSE));
    hearsAll(heard);
    assertThat(channel.diagnostics().attempts()).hasSize(1);
    assertThat(log.requestCount(Served.SSE)).isZero();
  }

  @Test
  void oneThatDoesNotNameItNeverUsesIt() throws Exception {
    List<String> heard = new ArrayList<>();
    publish(10);
    Channel channel = open(request().transports(TransportType.SSE));
    hearsAll(heard);
    publish(10);
    hearsAll(heard);
    assertThat(channel.diagnostics().transport()).isEqualTo(TransportType.SSE);
    assertThat(log.requestCount(Served.WEBSOCKET)).isZero();
  }
}
