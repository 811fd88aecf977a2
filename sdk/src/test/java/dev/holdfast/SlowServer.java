package dev.holdfast;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * An event stream server on one thread that takes its time with each connection, behind a short
 * queue of the system's. Whoever comes is sent the first event, unless it asks for what follows.
 */
final class SlowServer implements AutoCloseable {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

  private final ServerSocket socket;
  private final long nanosEach;

  /** Guarded by itself. */
  private final List<Socket> peers = new ArrayList<>();

  SlowServer(int backlog, long nanosEach) throws IOException {
    this.socket = new ServerSocket(0, backlog, InetAddress.getByName("127.0.0.1"));
    this.nanosEach = nanosEach;
    Thread thread = new Thread(this::serve, "slow-server");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/events";
  }

  private void serve() {
    while (!socket.isClosed()) {
      LockSupport.parkNanos(nanosEach);
      try {
        answer(socket.accept());
      } catch (IOException gone) {
        // One that did not wait, or the test is over.
      }
    }
  }

  private void answer(Socket peer) throws IOException {
    synchronized (peers) {
      peers.add(peer);
    }
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(peer.getInputStream(), StandardCharsets.ISO_8859_1));
    boolean resumes = false;
    String line;
    while ((line = in.readLine()) != null && !line.isEmpty()) {
      resumes |= line.startsWith("Last-Event-ID:");
    }
    write(peer, HEAD + (resumes ? ":\n\n" : "id: 1\ndata: 1\n\n"));
  }

  int accepted() {
    synchronized (peers) {
      return peers.size();
    }
  }

  void publish(String data) throws IOException {
    synchronized (peers) {
      for (Socket peer : peers) {
        write(peer, "id: " + data + "\ndata: " + data + "\n\n");
      }
    }
  }

  private static void write(Socket peer, String text) throws IOException {
    peer.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
    synchronized (peers) {
      for (Socket peer : peers) {
        peer.close();
      }
    }
  }
}
