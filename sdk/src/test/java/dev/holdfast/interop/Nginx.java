package dev.holdfast.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An nginx of a test's own. */
final class Nginx {
  private static final String MODULE = "/usr/lib/nginx/modules/ngx_nchan_module.so";
  private static final String MAIN =
      """
      daemon off;
      %s
      worker_processes 2;
      pid nginx.pid;
      error_log stderr notice;
      load_module %s;
      events { worker_connections 1024; }
      http {
        access_log access.log;
        client_body_temp_path tmp; proxy_temp_path tmp;
        fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
      %s
      }
      """;

  private Nginx() {}

  /** Starts one; the configuration is what belongs into its {@code http} block. */
  static ServerProcess start(Servers servers, String name, int port, Object http)
      throws IOException {
    Path folder = servers.folder(name);
    // Its workers would else be nobody, whose folders these are not.
    String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
    Files.writeString(
        folder.resolve("nginx.conf"), String.format(MAIN, user, Servers.file(MODULE), http));
    return servers.start(
        name, folder, port, "nginx", "-p", folder + "/", "-c", folder.resolve("nginx.conf") + "");
  }
}
