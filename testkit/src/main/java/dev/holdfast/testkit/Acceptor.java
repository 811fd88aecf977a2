package dev.holdfast.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Makes the server socket of one run, so that each accepted connection is ours to count, to find
 * again and to reset.
 */
final class Acceptor extends ServerSocketFactory {
  /** MockWebServer asks for 50, too few for a thousand clients that reconnect at once. */
  private static final int BACKLOG = 4096;

  private final Traffic traffic;
  private final Set<TrackedSocket> open = ConcurrentHashMap.newKeySet();

  /** By MockWebServer's connection index, which counts what accept() returned in this run. */
  private final Map<Integer, TrackedSocket> byIndex = new ConcurrentHashMap<>();

  /** MockWebServer's threads that served us: it lets them die by themselves, we wait for that. */
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** Touched by the accepting thread only. */
  private int nextIndex;

  private volatile boolean closed;

  Acceptor(Traffic traffic) {
    this.traffic = traffic;
  }

  TrackedSocket connection(int index) {
    TrackedSocket socket = byIndex.get(index);
    if (socket == null) {
      throw new IllegalStateException("connection " + index + " is closed");
    }
    return socket;
  }

  int openCount() {
    return open.size();
  }

  /** Closes all connections and every one accepted from now on. */
  void close() {
    closed = true;
    closeAll();
  }

  void closeAll() {
    for (TrackedSocket socket : new ArrayList<>(open)) {
      quietly(socket::close);
    }
  }

  void resetAll() {
    for (TrackedSocket socket : new ArrayList<>(open)) {
      quietly(socket::reset);
    }
  }

  /** To be called on each thread that serves a connection. */
  void servedHere() {
    threads.add(Thread.currentThread());
  }

  void joinThreads(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        thread.join(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A factory that tells each connection the TLS socket that was laid over it. */
  SSLSocketFactory tls(SSLSocketFactory delegate) {
    return new LayeringSocketFactory(delegate);
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new ServerSocket() {
      @Override
      public void bind(SocketAddress endpoint, int backlog) throws IOException {
        setReuseAddress(true);
        super.bind(endpoint, BACKLOG);
      }

      @Override
      public Socket accept() throws IOException {
        servedHere();
        while (true) {
          int index = nextIndex;
          TrackedSocket[] self = new TrackedSocket[1];
          TrackedSocket socket =
              new TrackedSocket(
                  traffic.nextConnectionNumber(),
                  traffic::addBytesSent,
                  Acceptor.this::servedHere,
                  () -> forget(index, self));
          self[0] = socket;
          implAccept(socket);
          traffic.accepted();
          if (closed) {
            socket.close();
            throw new SocketException("closed");
          }
          if (traffic.refuseNext()) {
            socket.reset();
            continue;
          }
          socket.setTcpNoDelay(true);
          nextIndex++;
          byIndex.put(index, socket);
          open.add(socket);
          if (closed) {
            socket.close();
          }
          return socket;
        }
      }
    };
  }

  private void forget(int index, TrackedSocket[] self) {
    open.remove(self[0]);
    byIndex.remove(index, self[0]);
  }

  private interface Closing {
    void run() throws IOException;
  }

  private static void quietly(Closing closing) {
    try {
      closing.run();
    } catch (IOException e) {
      // It was being closed anyway.
    }
  }

  @Override
  public ServerSocket createServerSocket(int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
    throw new UnsupportedOperationException();
  }
}
