package dev.holdfast;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Protocol;

/**
 * The far side of a network: a process in a namespace of its own, with a stream server behind an
 * address that can be cut off. Does what its standard input says: {@code publish DATA}, {@code
 * accepts}.
 */
final class PartitionPeer {
  private final AtomicInteger accepts = new AtomicInteger();

  private PartitionPeer() {}

  public static void main(String[] args) throws IOException {
    new PartitionPeer().serve(args[0], args[1]);
  }

  private void serve(String address, String speech) throws IOException {
    StreamServer.Builder builder = StreamServer.builder();
    if (!speech.equals("h1")) {
      builder.tls();
    }
    if (speech.equals("h2")) {
      builder.protocols(Protocol.HTTP_2, Protocol.HTTP_1_1);
    }
    try (StreamServer server = builder.start();
        ServerSocket front = new ServerSocket(0, 50, InetAddress.getByName(address))) {
      EventLog log = server.stream("/events").startFromBeginning().heartbeat(Duration.ofSeconds(1));
      start(() -> relay(front, server.port()));
      System.out.println("ready " + front.getLocalPort());
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String order;
      while ((order = orders.readLine()) != null) {
        if (order.equals("accepts")) {
          System.out.println(accepts.get());
        } else {
          log.publish(order.substring("publish ".length()));
          System.out.println("published");
        }
      }
    }
    System.exit(0);
  }

  /** The server listens on the loopback interface alone, which the network does not reach. */
  private void relay(ServerSocket front, int port) throws IOException {
    while (true) {
      Socket near = front.accept();
      accepts.incrementAndGet();
      Socket far = new Socket("127.0.0.1", port);
      start(() -> copy(near, far));
      start(() -> copy(far, near));
    }
  }

  private static void copy(Socket from, Socket to) throws IOException {
    byte[] bytes = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int read;
      while ((read = in.read(bytes)) != -1) {
        out.write(bytes, 0, read);
        out.flush();
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException over) {
                // One side has gone.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
