package dev.holdfast.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Forwards the bytes of TCP connections, and treats each connection as its schedule says: the same
 * for a client and a server of any kind.
 */
final class ChaosProxy implements AutoCloseable {
  /** How a connection ends, or comes to stand still. */
  enum End {
    NEVER,
    EOF,
    RESET,
    STALL,
    /** Reset as it is accepted. */
    REFUSED,
    /** Answered 503, for a server that is not asked. */
    UNAVAILABLE
  }

  /**
   * What is done to one connection.
   *
   * @param end how it ends
   * @param bytes after how many bytes to the client
   * @param piece at most so many bytes are passed on to the client at a time
   * @param pauseMillis before each piece; what comes meanwhile is held, as by a buffer
   */
  record Treatment(End end, int bytes, int piece, int pauseMillis) {
    static final Treatment NONE = new Treatment(End.NEVER, 0, 8192, 0);

    static Treatment end(End end, int bytes) {
      return new Treatment(end, bytes, 8192, 0);
    }
  }

  private static final String UNAVAILABLE =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  private final ServerSocket socket;
  private final int target;
  private final IntFunction<Treatment> schedule;
  private final Map<End, Integer> met = new EnumMap<>(End.class);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger passed = new AtomicInteger();
  private volatile int stalled;

  /**
   * A proxy for a port of this machine.
   *
   * @param schedule by the number of the connection, from 1; asked by one thread
   */
  ChaosProxy(int target, IntFunction<Treatment> schedule) throws IOException {
    this.target = target;
    this.schedule = schedule;
    this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    run(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How many connections met each end. */
  Map<End, Integer> met() {
    synchronized (met) {
      return new EnumMap<>(met);
    }
  }

  /** How many connections there were. */
  int accepted() {
    return accepted.get();
  }

  /** How many pieces were passed on to clients. */
  int passed() {
    return passed.get();
  }

  /** From now on nothing more comes on the connections that there are; others are open to all. */
  void stall() {
    stalled = accepted.get();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = socket.accept();
      int number = accepted.incrementAndGet();
      Treatment treatment = schedule.apply(number);
      if (treatment.end() == End.REFUSED) {
        end(client, End.REFUSED);
        continue;
      }
      if (treatment.end() == End.UNAVAILABLE) {
        run(() -> answerUnavailable(client));
        continue;
      }
      Socket server;
      try {
        server = new Socket(InetAddress.getByName("127.0.0.1"), target);
      } catch (IOException e) {
        close(client);
        continue;
      }
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      open.addAll(Arrays.asList(client, server));
      run(() -> up(client, server));
      run(() -> down(server, client, treatment, number));
    }
  }

  private void answerUnavailable(Socket client) throws IOException {
    try (client) {
      client.setSoTimeout(2_000);
      // All of the request's head, or closing would take the answer back.
      int ends = 0;
      for (int read; ends < 4 && (read = client.getInputStream().read()) != -1; ) {
        ends = read == "\r\n\r\n".charAt(ends) ? ends + 1 : read == '\r' ? 1 : 0;
      }
      client.getOutputStream().write(UNAVAILABLE.getBytes(StandardCharsets.US_ASCII));
      end(client, End.UNAVAILABLE);
    }
  }

  private void up(Socket client, Socket server) throws IOException {
    try {
      client.getInputStream().transferTo(server.getOutputStream());
    } finally {
      close(client, server);
      open.removeAll(Arrays.asList(client, server));
    }
  }

  private void down(Socket server, Socket client, Treatment treatment, int number)
      throws IOException {
    InputStream in = server.getInputStream();
    OutputStream out = client.getOutputStream();
    byte[] piece = new byte[treatment.piece()];
    int left = treatment.end() == End.NEVER ? Integer.MAX_VALUE : treatment.bytes();
    try {
      while (left > 0) {
        LockSupport.parkNanos(treatment.pauseMillis() * 1_000_000L);
        int count = in.read(piece, 0, Math.min(piece.length, left));
        if (count < 0) {
          close(client, server);
          return;
        }
        if (number <= stalled) {
          return; // And both sides stay open.
        }
        out.write(piece, 0, count);
        passed.incrementAndGet();
        left -= treatment.end() == End.NEVER ? 0 : count;
      }
      end(client, treatment.end());
    } catch (IOException e) {
      close(client, server);
    } finally {
      if (treatment.end() != End.STALL && number > stalled) {
        close(server);
      }
    }
  }

  private void end(Socket client, End end) throws IOException {
    synchronized (met) {
      met.merge(end, 1, Integer::sum);
    }
    if (end == End.EOF || end == End.UNAVAILABLE) {
      client.shutdownOutput();
    } else if (end != End.STALL) {
      client.setSoLinger(true, 0);
      close(client);
    }
  }

  private static void close(Socket... sockets) {
    for (Socket each : sockets) {
      try {
        each.close();
      } catch (IOException e) {
        // It is gone all the same.
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    open.forEach(ChaosProxy::close);
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void run(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // One of the sides went, or the test is over.
              }
            },
            "chaos-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
