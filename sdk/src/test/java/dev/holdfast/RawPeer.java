package dev.holdfast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP server that says the same to everyone, and does not know HTTP. */
final class RawPeer implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger accepted = new AtomicInteger();
  private final byte[] saying;
  private final boolean listensFirst;

  private RawPeer(String saying, boolean listensFirst) throws IOException {
    this.saying = saying.getBytes(StandardCharsets.ISO_8859_1);
    this.listensFirst = listensFirst;
    this.socket = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    Thread thread = new Thread(this::serve, "raw-peer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Says this to each who connects, then closes. */
  static RawPeer banner(String text) throws IOException {
    return new RawPeer(text, false);
  }

  /** Says this after the first bytes it hears, then closes. */
  static RawPeer answering(String text) throws IOException {
    return new RawPeer(text, true);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        accepted.incrementAndGet();
        if (listensFirst) {
          client.getInputStream().read(new byte[65_536]);
        }
        client.getOutputStream().write(saying);
        client.shutdownOutput();
        // What is not read would make the close a reset.
        client.setSoTimeout(1000);
        while (client.getInputStream().read(new byte[65_536]) >= 0) {}
      } catch (IOException e) {
        // The client went, or the test is over.
      }
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  int accepted() {
    return accepted.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
