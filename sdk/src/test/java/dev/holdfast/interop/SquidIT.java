package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.TransportType;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Squid as a company has it: all requests go by it, those to https through a tunnel. */
@Timeout(60)
class SquidIT {
  private static final String OWN =
      """
      pid_filename none
      pinger_enable off
      netdb_filename none
      shutdown_lifetime 0 seconds
      cache_log %1$s/cache.log
      access_log stdio:%1$s/access.log
      coredump_dir %1$s
      """;

  @RegisterExtension final Servers servers = new Servers();

  private Proxy squid() throws IOException {
    int port = ServerProcess.freePort();
    Path folder = servers.folder("squid");
    // It gives up root's rights, and may be anybody then.
    Files.setPosixFilePermissions(folder.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Config config = Config.of("squid.conf").with("http_port 3128", "http_port 127.0.0.1:" + port);
    Files.writeString(folder.resolve("squid.conf"), config + String.format(OWN, folder));
    servers.start("squid", folder, port, "squid", "-N", "-f", folder.resolve("squid.conf") + "");
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port));
  }

  @ParameterizedTest
  @CsvSource({"false, SSE", "false, LONG_POLL", "true, SSE", "true, LONG_POLL"})
  void eventsPassAtOnceAndCutsCostNothing(boolean tunnel, TransportType transport)
      throws Exception {
    StreamServer.Builder builder = StreamServer.builder();
    Origin origin = servers.opened(new Origin(tunnel ? builder.tls() : builder));
    OkHttpClient.Builder okHttp = new OkHttpClient.Builder().proxy(squid());
    if (tunnel) {
      okHttp.sslSocketFactory(
          origin.server.clientCertificates().sslSocketFactory(),
          origin.server.clientCertificates().trustManager());
    }
    Client client = servers.opened(new Client(okHttp.build()));
    origin.publish(3);
    Tally tally =
        client.subscribe(Client.request(origin.server.url("/events") + "", transport)).await(3);
    assertThat(tally.firstAfter()).isLessThan(Duration.ofSeconds(3));
    origin.flow(100, 200);
    origin.isHeardBy(tally);
    if (transport == TransportType.LONG_POLL) {
      origin.log.longPolling().awaitHeld(1, Duration.ofSeconds(5));
    }
    int before = origin.server.acceptedConnections();
    origin.server.resetConnections();
    origin.flow(100, 200);
    origin.isHeardBy(tally.by(transport));
    assertThat(origin.server.acceptedConnections()).isGreaterThan(before);
    // A poll may be asked again by Squid itself.
    assertThat(tally.ended).hasSizeBetween(transport == TransportType.SSE ? 1 : 0, 2);

    String seen = tunnel ? "CONNECT 127.0.0.1:" : "GET http://127.0.0.1:";
    tally.stream.cancel();
    Await.until(
        "requests in Squid's log",
        Duration.ofSeconds(5),
        () -> servers.lines("squid/access.log", seen).size() >= 2);
    List<SeenRequest> requests = origin.server.requests();
    assertThat(requests.get(0).cursor()).isNull();
    // The server would else begin at its start, which the replay filter hides.
    assertThat(requests.subList(1, requests.size())).allMatch(request -> request.cursor() != null);
    assertThat(requests).allMatch(request -> (request.header("Via") == null) == tunnel);
  }
}
