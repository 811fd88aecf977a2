package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.interop.ChaosProxy.End;
import dev.holdfast.interop.ChaosProxy.Treatment;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is special about the WebSockets of nchan. */
@Timeout(60)
class NchanSocketIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @RegisterExtension final Servers servers = new Servers();

  private int port;
  private Publisher publisher;
  private Client client;

  @BeforeEach
  void ports() throws IOException {
    port = ServerProcess.freePort();
    publisher = servers.opened(new Publisher(url(port, "/publish?channel=a")));
    client = servers.opened(new Client());
  }

  private static String url(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private void start(String subscriber) throws IOException {
    Config config =
        Config.of("nchan.conf")
            .with("listen 8080", "listen 127.0.0.1:" + port)
            .with("newest", "oldest")
            .with("nchan_subscriber;", subscriber);
    Nginx.start(servers, "nginx", port, config);
  }

  private StreamRequest.Builder events(int at, TransportType... transports) {
    return Client.nchan(url(at, "/events?channel=a"), transports);
  }

  private static void goesBy(Tally tally, TransportType transport) {
    Await.until(
        () -> "by " + transport + "\n" + tally,
        SOON,
        () -> tally.stream.diagnostics().transport() == transport);
  }

  /** nchan closes what it has sent nothing for a time with 1000, which is the end elsewhere. */
  @Test
  void aSubscriberThatTimedOutComesBack() throws Exception {
    start("nchan_subscriber; nchan_subscriber_timeout 1s;");
    publisher.publish(1);
    Tally tally = client.subscribe(events(port, TransportType.WEBSOCKET)).await(1);
    Await.until(() -> "timeouts\n" + tally, SOON, () -> tally.ended.size() >= 3);
    assertThat(tally.ended.get(0).cause()).hasMessageContaining("408");
    publisher.publish(10);
    tally.isExactly(1, 11).by(TransportType.WEBSOCKET);
    assertThat(tally.closed).isFalse();
  }

  @Test
  void aChannelMovesToWebSocketAndIsThereAgainAfterACut() throws Exception {
    start("nchan_subscriber;");
    // The second connection is the WebSocket: it is reset some events after its handshake.
    ChaosProxy proxy =
        servers.opened(
            new ChaosProxy(
                port, number -> number == 2 ? Treatment.end(End.RESET, 1500) : Treatment.NONE));
    publisher.publish(20);
    Tally tally = client.open(events(proxy.port())).await(20);
    goesBy(tally, TransportType.WEBSOCKET);
    publisher.flow(100, 200);
    tally.await(120);
    assertThat(proxy.met()).containsEntry(End.RESET, 1);
    goesBy(tally, TransportType.WEBSOCKET);
    publisher.flow(50, 200);
    tally.isExactly(1, 170);
    assertThat(tally.openedBy())
        .containsExactly(
            TransportType.SSE, TransportType.WEBSOCKET, TransportType.SSE, TransportType.WEBSOCKET);
    assertThat(tally.events.get(169).transport()).isEqualTo(TransportType.WEBSOCKET);
  }

  @Test
  void whereWebSocketsAreOffAChannelStaysWhereItIs() throws Exception {
    start("nchan_subscriber eventsource longpoll;");
    publisher.publish(20);
    Tally tally = client.open(events(port)).await(20);
    Await.until(
        () -> "refused\n" + tally,
        SOON,
        () -> tally.ended.stream().anyMatch(a -> a.transport() == TransportType.WEBSOCKET));
    publisher.flow(50, 200);
    tally.isExactly(1, 70).by(TransportType.SSE);
  }
}
