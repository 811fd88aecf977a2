package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.LongPoll;
import dev.holdfast.TransportType;
import dev.holdfast.interop.ChaosProxy.End;
import dev.holdfast.interop.ChaosProxy.Treatment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pushpin holds the connections of an application that only answers requests. */
@Timeout(60)
class PushpinIT {
  private static final String CONFIG =
      """
      [global]
      include={libdir}/internal.conf
      rundir=%1$s/run
      ipc_prefix=pushpin-
      port_offset=0

      [runner]
      services=condure,pushpin-proxy,pushpin-handler
      http_port=127.0.0.1:%2$d
      logdir=%1$s/logs
      log_level=2
      client_buffer_size=8192
      client_maxconn=100

      [proxy]
      routesfile=%1$s/routes

      [handler]
      push_in_spec=ipc://%1$s/run/push
      push_in_sub_specs=ipc://%1$s/run/sub
      push_in_http_addr=127.0.0.1
      push_in_http_port=%3$d
      command_spec=ipc://%1$s/run/command
      message_rate=2500
      message_hwm=25000
      message_wait=5000
      id_cache_ttl=60
      connection_subscription_max=20
      subscription_linger=60
      """;

  @RegisterExtension final Servers servers = new Servers();

  @ParameterizedTest
  @EnumSource(
      value = TransportType.class,
      names = {"SSE", "LONG_POLL"})
  void whatTheApplicationPublishesComesOnceThroughCuts(TransportType transport) throws Exception {
    GripBackend backend = servers.opened(new GripBackend());
    int port = ServerProcess.freePort();
    int control = ServerProcess.freePort();
    Path folder = servers.folder("pushpin");
    Files.createDirectory(folder.resolve("run"));
    Files.createDirectory(folder.resolve("logs"));
    Files.writeString(folder.resolve("routes"), "* 127.0.0.1:" + backend.port() + "\n");
    Files.writeString(
        folder.resolve("pushpin.conf"), String.format(CONFIG, folder, port, control));
    servers.start("pushpin", folder, control, "pushpin", "--config=" + folder + "/pushpin.conf");
    Await.until("Pushpin answers", Duration.ofSeconds(10), () -> ServerProcess.accepts(port));

    ChaosProxy proxy =
        servers.opened(
            new ChaosProxy(
                port, number -> Treatment.end(number % 2 == 0 ? End.EOF : End.RESET, 1_500)));
    Client client = servers.opened(new Client());
    backend.publish(control);
    LongPoll poll = LongPoll.builder().hold(Duration.ofSeconds(5)).build();
    String url = "http://127.0.0.1:" + proxy.port() + "/events";
    Tally tally = client.subscribe(Client.request(url, transport).longPoll(poll)).await(1);
    for (int i = 2; i <= 400; i++) {
      backend.publish(control);
      LockSupport.parkNanos(5_000_000);
    }
    tally.isExactly(1, 400).by(transport);
    assertThat(proxy.met().keySet()).contains(End.EOF, End.RESET);
    // Quiet: its keep-alive is a comment each second, its polls are answered after five.
    int ended = tally.ended.size();
    int passed = proxy.passed();
    Await.until("signs of life", Duration.ofSeconds(15), () -> proxy.passed() >= passed + 2);
    backend.publish(control);
    tally.isExactly(1, 401);
    assertThat(tally.ended.size()).isLessThanOrEqualTo(ended + 1);
  }
}
