package dev.holdfast.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of numbered events, one thread a connection: {@code /COUNT/BYTES/0} sends so many of
 * that size as fast as they are taken, {@code /COUNT/BYTES/MICROS} one each so many microseconds,
 * whose data begins with the time, by {@link System#nanoTime} of this machine. After the last it
 * keeps the connection, so that nobody is kept busy by a reconnect.
 */
public final class BurstServer {
  private static final int STAMP = 20;
  private static final int BUFFER = 64 << 10;

  private BurstServer() {}

  public static void main(String[] args) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    System.out.println("http://127.0.0.1:" + listening.getLocalPort());
    while (true) {
      Socket socket = listening.accept();
      Thread thread = new Thread(() -> serve(socket));
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String[] asked = in.readLine().split("[ /]+");
      while (!in.readLine().isEmpty()) {
        // Headers say nothing that is of use here.
      }
      OutputStream out = socket.getOutputStream();
      out.write(
          ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                  + "Transfer-Encoding: chunked\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      int count = Integer.parseInt(asked[1]);
      int bytes = Integer.parseInt(asked[2]);
      long micros = Long.parseLong(asked[3]);
      if (micros == 0) {
        burst(out, count, "x".repeat(bytes));
      } else {
        paced(out, count, "x".repeat(Math.max(0, bytes - STAMP)), micros * 1000);
      }
      in.read(); // Until the client is gone.
    } catch (IOException gone) {
      // That is how a client ends.
    }
  }

  private static void burst(OutputStream out, int count, String data) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int used = 0;
    for (int id = 1; id <= count; id++) {
      byte[] event = event(id, data);
      if (used + event.length > buffer.length) {
        out.write(buffer, 0, used);
        used = 0;
      }
      System.arraycopy(event, 0, buffer, used, event.length);
      used += event.length;
    }
    out.write(buffer, 0, used);
  }

  private static void paced(OutputStream out, int count, String filler, long nanos)
      throws IOException {
    long next = System.nanoTime();
    for (int id = 1; id <= count; id++) {
      next += nanos;
      while (System.nanoTime() - next < 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
      out.write(event(id, String.format("%" + STAMP + "d", System.nanoTime()) + filler));
    }
  }

  /** A chunk of its own, as from servers that flush each. */
  private static byte[] event(int id, String data) {
    String event = "id: " + id + "\nevent: trade\ndata: " + data + "\n\n";
    return (Integer.toHexString(event.length()) + "\r\n" + event + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
