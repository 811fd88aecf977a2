package dev.holdfast.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Servers for Node, with the packages that they need. */
final class Node {
  private static final Path INSTALLED = Path.of("target/interop-node");

  private Node() {}

  /** Starts a script with its port as the only argument; its log is node/node.log. */
  static ServerProcess start(Servers servers, String script, int port) throws IOException {
    Path file = INSTALLED.resolve(script).toAbsolutePath();
    if (!Files.exists(INSTALLED.resolve("node_modules/ws")) || !Files.exists(file)) {
      throw new AssertionError(
          "the servers for Node are not installed. In the module sdk:\n"
              + "  mkdir -p target && cp -r src/test/resources/interop/node/. "
              + INSTALLED
              + " && npm --prefix "
              + INSTALLED
              + " ci --ignore-scripts\nand, where there is none: apt-get install -y nodejs npm");
    }
    return servers.start("node", servers.folder("node"), port, "node", file + "", "" + port);
  }
}
