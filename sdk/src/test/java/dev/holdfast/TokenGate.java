package dev.holdfast;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before a server, and lets a connection through for as long as its token is good, which the
 * token says itself: it answers 401 to one that is not, and cuts the connection when it expires.
 */
final class TokenGate implements Closeable {
  private static final Pattern TOKEN =
      Pattern.compile("\r\nAuthorization: Bearer until-(\\d+)\r\n", Pattern.CASE_INSENSITIVE);

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Long> tokens = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task));
  private volatile int refused;
  private volatile int cut;

  /** A gate before a port of this machine. */
  TokenGate(int target) throws IOException {
    this.target = target;
    start(this::accept);
  }

  /** A token that is good for so long. */
  static Credentials token(long millis) {
    long until = System.currentTimeMillis() + millis;
    return Credentials.bearer("until-" + until).withExpiry(Instant.ofEpochMilli(until));
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How many connections were let through, each with a token of its own. */
  long admitted() {
    return tokens.stream().distinct().count();
  }

  int refused() {
    return refused;
  }

  /** How many connections were there when their token expired. */
  int cut() {
    return cut;
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = socket.accept();
      sockets.add(client);
      start(() -> admit(client));
    }
  }

  private void admit(Socket client) throws IOException {
    String head = head(client.getInputStream());
    Matcher token = TOKEN.matcher(head);
    long left = token.find() ? Long.parseLong(token.group(1)) - System.currentTimeMillis() : 0;
    if (left <= 0) {
      refused++;
      String answer = "HTTP/1.1 401 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      client.close();
      return;
    }
    tokens.add(Long.parseLong(token.group(1)));
    Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
    sockets.add(server);
    server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    clock.schedule(() -> expire(client, server), left, TimeUnit.MILLISECONDS);
    start(() -> pump(client, server));
    pump(server, client);
  }

  private void expire(Socket client, Socket server) {
    if (!client.isClosed() && !server.isClosed()) {
      cut++;
    }
    close(client);
    close(server);
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the sides went.
    }
  }

  /** The head of a request, with its blank line. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("gone");
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    clock.shutdownNow();
    sockets.forEach(TokenGate::close);
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    daemon(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // One of the sides went, or the test is over.
              }
            })
        .start();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "token-gate");
    thread.setDaemon(true);
    return thread;
  }
}
