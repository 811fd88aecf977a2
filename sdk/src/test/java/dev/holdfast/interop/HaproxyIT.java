package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.LongPoll;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HAProxy with an idle timeout that is far too short. */
@Timeout(60)
class HaproxyIT {
  @RegisterExtension final Servers servers = new Servers();

  private Origin origin;
  private Client client;
  private String url;

  @BeforeEach
  void start() throws IOException {
    origin = servers.opened(new Origin(StreamServer.builder()));
    client = servers.opened(new Client());
    int port = ServerProcess.freePort();
    url = "http://127.0.0.1:" + port + "/events";
    Config config =
        Config.of("haproxy.cfg")
            .with("timeout server  75s", "timeout server 3s")
            .with("127.0.0.1:9000", "127.0.0.1:" + origin.port());
    Haproxy.start(servers, port, config);
    origin.publish(2);
  }

  private Tally ends(StreamRequest.Builder request, int times) {
    Tally tally = client.subscribe(request).await(2);
    Await.until(
        () -> times + " ends of\n" + tally,
        Duration.ofSeconds(5L * times),
        () -> tally.ended.size() >= times);
    return tally;
  }

  @Test
  void quietEventStreamsAreEndedAndGoOn() {
    Tally tally = ends(Client.request(url, TransportType.SSE), 2);
    origin.flow(50, 100);
    origin.isHeardBy(tally.by(TransportType.SSE));
    origin.isResumedBy(1);
    assertThat(tally.ended.get(0).endedAfter())
        .isBetween(Duration.ofMillis(2_900), Duration.ofMillis(4_500));
    assertThat(tally.ended.get(0).cause().reason().name())
        .isIn("CONNECTION_LOST", "RESPONSE_ENDED");
  }

  @Test
  void heartbeatsKeepThem() {
    origin.log.heartbeat(Duration.ofMillis(1_000));
    Tally tally = client.subscribe(Client.request(url, TransportType.SSE)).await(2);
    Tally without = client.subscribe(polls(Duration.ofSeconds(2))).await(2);
    // Time enough for two timeouts.
    Await.until(
        "three polls without an event",
        Duration.ofSeconds(15),
        () -> origin.log.requestCount(Served.LONG_POLL) >= 5);
    origin.flow(50, 100);
    origin.isHeardBy(tally.by(TransportType.SSE));
    origin.isHeardBy(without.by(TransportType.LONG_POLL));
    assertThat(tally.ended).isEmpty();
    assertThat(without.ended).isEmpty();
  }

  private StreamRequest.Builder polls(Duration hold) {
    return Client.request(url, TransportType.LONG_POLL)
        .longPoll(LongPoll.builder().hold(hold).build());
  }

  @Test
  void pollsThatAreHeldTooLongAreAnswered504AndGoOn() {
    Tally tally = ends(polls(Duration.ofSeconds(25)), 2);
    assertThat(tally.ended.get(0).cause().statusCode()).isEqualTo(504);
    origin.flow(50, 100);
    origin.isHeardBy(tally.by(TransportType.LONG_POLL));
    origin.isResumedBy(1);
  }
}
