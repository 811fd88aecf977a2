package dev.holdfast.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A Pushpin of a test's own, before an application; with zurl, which it asks the application by.
 */
final class Pushpin {
  private static final String ZURL =
      """
      [General]
      in_spec=ipc://%1$s/run/zurl-in
      in_stream_spec=ipc://%1$s/run/zurl-in-stream
      out_spec=ipc://%1$s/run/zurl-out
      in_req_spec=ipc://%1$s/run/zurl-req
      defpolicy=allow
      max_open_requests=100
      buffer_size=200000
      timeout=600
      """;

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
      zurl_out_specs=ipc://%1$s/run/zurl-in
      zurl_out_stream_specs=ipc://%1$s/run/zurl-in-stream
      zurl_in_specs=ipc://%1$s/run/zurl-out

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

  final int port = ServerProcess.freePort();

  /** Where applications publish. */
  final int control = ServerProcess.freePort();

  Pushpin(Servers servers, int application) throws IOException {
    Path folder = servers.folder("pushpin");
    Files.createDirectory(folder.resolve("run"));
    Files.createDirectory(folder.resolve("logs"));
    Files.writeString(folder.resolve("routes"), "* 127.0.0.1:" + application + "\n");
    Files.writeString(folder.resolve("zurl.conf"), String.format(ZURL, folder));
    Files.writeString(folder.resolve("pushpin.conf"), String.format(CONFIG, folder, port, control));
    servers.start("zurl", folder, 0, "zurl", "--config=" + folder + "/zurl.conf");
    servers.start("pushpin", folder, control, "pushpin", "--config=" + folder + "/pushpin.conf");
    Await.until("Pushpin listens", Duration.ofSeconds(10), () -> ServerProcess.accepts(port));
  }
}
