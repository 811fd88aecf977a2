package dev.holdfast.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An HAProxy of a test's own. */
final class Haproxy {
  private Haproxy() {}

  static ServerProcess start(Servers servers, int port, Config config) throws IOException {
    Path folder = servers.folder("haproxy");
    config.with("bind :8000", "bind 127.0.0.1:" + port);
    Files.writeString(folder.resolve("haproxy.cfg"), config.toString());
    return servers.start("haproxy", folder, port, "haproxy", "-db", "-f", "haproxy.cfg");
  }
}
