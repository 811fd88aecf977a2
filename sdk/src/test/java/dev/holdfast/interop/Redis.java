package dev.holdfast.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A Redis of a test's own, that keeps nothing on disk. */
final class Redis {
  private Redis() {}

  static ServerProcess start(Servers servers, int port) throws IOException {
    Path folder = servers.folder("redis");
    String[] command = {
      "redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--dir", "" + folder
    };
    return servers.start("redis", folder, port, command);
  }

  /** Ends all connections that there are, at once; returns how many. */
  static int killClients(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write("CLIENT KILL USER default SKIPME yes\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return Integer.parseInt(answer.substring(1));
    }
  }
}
