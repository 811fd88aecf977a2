package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A service on more than one machine, as docs/operations.md shows it; its machines crash. */
@Timeout(120)
class TwoNodesIT {
  private static final int PER_SECOND = 100;

  @RegisterExtension final Servers servers = new Servers();

  private int front;
  private int redis;
  private ServerProcess a;
  private ServerProcess b;

  private String url(String path) {
    return "http://127.0.0.1:" + front + path + "?channel=a";
  }

  private void startAll() throws IOException {
    front = ServerProcess.freePort();
    redis = ServerProcess.freePort();
    int portA = ServerProcess.freePort();
    int portB = ServerProcess.freePort();
    Redis.start(servers, redis);
    a = node("node-a", portA);
    b = node("node-b", portB);
    Config config =
        Config.of("haproxy-nodes.cfg")
            .with("10.0.0.1:8080", "127.0.0.1:" + portA)
            .with("10.0.0.2:8080", "127.0.0.1:" + portB);
    Haproxy.start(servers, front, config);
  }

  private ServerProcess node(String name, int port) throws IOException {
    Config config =
        Config.of("nchan-redis.conf")
            .with("127.0.0.1:6379", "127.0.0.1:" + redis)
            .with("listen 8080", "listen 127.0.0.1:" + port);
    return Nginx.start(servers, name, port, config);
  }

  @Test
  void crashesOfEitherNodeAndOfTheirConnectionsToRedisLoseAndRepeatNothing() throws Exception {
    startAll();
    Publisher publisher = servers.opened(new Publisher(url("/publish")));
    Client client = servers.opened(new Client());
    publisher.publish(1);
    Tally sse = client.subscribe(fromStart(TransportType.SSE)).await(1);
    Tally poll = client.subscribe(fromStart(TransportType.LONG_POLL)).await(1);

    publisher.flow(399, PER_SECOND);
    a.kill();
    publisher.persist(400, PER_SECOND);
    a.start();
    publisher.persist(400, PER_SECOND);
    b.kill();
    publisher.persist(400, PER_SECOND);
    b.start();
    publisher.persist(200, PER_SECOND);
    assertThat(Redis.killClients(redis)).isGreaterThan(3);
    publisher.persist(200, PER_SECOND);

    // What was published is the channel's own account of it: an answer that got lost with its node
    // leaves a publisher in doubt, who then publishes again.
    List<String> channel = client.subscribe(fromStart(TransportType.SSE)).awaitLast("2000").data();
    System.out.printf(
        "two nodes: %d published, %d tries to publish without a success, %d events in the channel, "
            + "%d connections by SSE, %d by long polling%n",
        publisher.last(),
        publisher.doubts(),
        channel.size(),
        sse.ended.size() + 1,
        poll.ended.size() + 1);
    assertThat(channel.stream().distinct()).isEqualTo(Tally.numbers(1, 2000));
    assertThat(channel.size() - 2000).isLessThanOrEqualTo(publisher.doubts());
    for (Tally tally : List.of(sse, poll)) {
      tally.expects(channel);
      tally.await(channel.size(), Duration.ofSeconds(10));
      assertThat(tally.data()).as("%s", tally).isEqualTo(channel);
      assertThat(tally.gaps).isEmpty();
    }
    sse.by(TransportType.SSE);
    poll.by(TransportType.LONG_POLL);
    assertThat(sse.ended).as("connections that ended with their node").isNotEmpty();
  }

  /** All that the channel still has; without a position it would begin with what comes next. */
  private StreamRequest.Builder fromStart(TransportType transport) {
    return Client.nchan(url("/events"), transport).lastEventId("1:0");
  }
}
