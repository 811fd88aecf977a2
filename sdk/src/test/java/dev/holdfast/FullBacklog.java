package dev.holdfast;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;

/** A port that takes no further connection, and refuses none either: a connect hangs. */
final class FullBacklog implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final List<SocketChannel> fillers = new ArrayList<>();

  FullBacklog() throws IOException {
    SocketAddress address = socket.getLocalSocketAddress();
    for (int i = 0; i < 8; i++) {
      SocketChannel filler = SocketChannel.open();
      filler.configureBlocking(false);
      filler.connect(address);
      fillers.add(filler);
    }
  }

  HttpUrl url() {
    return HttpUrl.get("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel filler : fillers) {
      filler.close();
    }
    socket.close();
  }
}
