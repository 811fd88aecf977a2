package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.TransportType;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Varnish with its defaults before event streams and polls. */
@Timeout(60)
class VarnishIT {
  @RegisterExtension final Servers servers = new Servers();

  private String varnish(int backend) throws IOException {
    int port = ServerProcess.freePort();
    Path folder = servers.folder("varnish");
    servers.start(
        "varnish",
        folder,
        port,
        "varnishd",
        "-F",
        "-n",
        folder + "/run",
        "-a",
        "127.0.0.1:" + port,
        "-b",
        "127.0.0.1:" + backend,
        "-s",
        "malloc,16m",
        "-j",
        "none");
    return "http://127.0.0.1:" + port + "/events";
  }

  @ParameterizedTest
  @EnumSource(
      value = TransportType.class,
      names = {"SSE", "LONG_POLL"})
  void clientsOfOneUrlGetEachTheirOwnEventsAtOnce(TransportType transport) throws Exception {
    Origin origin = servers.opened(new Origin(StreamServer.builder()));
    Client client = servers.opened(new Client());
    String url = varnish(origin.port());
    origin.publish(20);
    Tally first = client.subscribe(Client.request(url, transport)).await(20);
    assertThat(first.firstAfter()).isLessThan(Duration.ofSeconds(3));
    // From its own position, not from that of whoever came first.
    Tally second = client.subscribe(Client.request(url, transport).lastEventId("10")).await(10);
    origin.flow(100, 200);
    origin.isHeardBy(first);
    origin.server.dropConnections();
    origin.flow(100, 200);
    origin.isHeardBy(first.by(transport));
    origin.isResumedBy(1);
    second.isExactly(11, origin.published()).by(transport);
    if (transport == TransportType.SSE) {
      assertThat(first.ended).isNotEmpty();
      assertThat(second.ended).isNotEmpty();
    }
    assertThat(origin.server.requests()).allMatch(request -> request.header("X-Varnish") != null);
  }
}
