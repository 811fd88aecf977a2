package dev.holdfast;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;
import okhttp3.tls.HandshakeCertificates;

/** A server of our own for what the testkit's cannot be: one that wants certificates, a proxy. */
final class SmallServer implements AutoCloseable {
  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: (\\d+)");
  private static final String UNAUTHORIZED =
      "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n";

  private final ServerSocket socket;
  private final AtomicInteger accepted = new AtomicInteger();
  private final Map<Socket, Boolean> open = new ConcurrentHashMap<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private interface Handler {
    void serve(Socket socket) throws IOException;
  }

  private SmallServer(ServerSocketFactory factory, boolean wantsCertificate, Handler[] handler)
      throws IOException {
    socket = factory.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    if (wantsCertificate) {
      ((SSLServerSocket) socket).setNeedClientAuth(true);
    }
    start(
        () -> {
          while (true) {
            Socket client = socket.accept();
            accepted.incrementAndGet();
            open.put(client, true);
            start(
                () -> {
                  try (client) {
                    handler[0].serve(client);
                  } finally {
                    open.remove(client);
                  }
                });
          }
        });
  }

  /** Wants a certificate of each client, and answers each request by this. */
  static SmallServer mutualTls(HandshakeCertificates certificates, String answer)
      throws IOException {
    Handler[] handler = new Handler[1];
    SmallServer[] self = new SmallServer[1];
    handler[0] =
        client -> {
          self[0].heads.add(head(client.getInputStream()));
          client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
          client.getInputStream().read();
        };
    self[0] = new SmallServer(certificates.sslContext().getServerSocketFactory(), true, handler);
    return self[0];
  }

  /** An HTTP proxy that wants this {@code Proxy-Authorization}, and passes it on to nobody. */
  static SmallServer proxy(String credentials) throws IOException {
    Handler[] handler = new Handler[1];
    SmallServer[] self = new SmallServer[1];
    handler[0] = client -> self[0].relay(client, credentials);
    self[0] = new SmallServer(ServerSocketFactory.getDefault(), false, handler);
    return self[0];
  }

  private void relay(Socket client, String credentials) throws IOException {
    InputStream in = client.getInputStream();
    OutputStream out = client.getOutputStream();
    String head;
    while (!(head = head(in)).isEmpty()) {
      heads.add(head);
      if (!head.contains("\r\nProxy-Authorization: " + credentials + "\r\n")) {
        in.skipNBytes(bodyLength(head));
        out.write(UNAUTHORIZED.getBytes(StandardCharsets.UTF_8));
        continue;
      }
      boolean tunnel = head.startsWith("CONNECT ");
      String authority = head.split(" ")[1].replaceFirst("^http://", "").replaceFirst("/.*", "");
      String[] hostAndPort = authority.split(":");
      try (Socket origin = new Socket(hostAndPort[0], Integer.parseInt(hostAndPort[1]))) {
        open.put(origin, true);
        if (tunnel) {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        } else {
          String passed = head.replaceFirst("http://[^/]+", "");
          passed = passed.replaceFirst("\r\nProxy-Authorization: [^\r]*", "");
          origin.getOutputStream().write(passed.getBytes(StandardCharsets.UTF_8));
        }
        start(() -> in.transferTo(origin.getOutputStream()));
        origin.getInputStream().transferTo(out);
      }
      return;
    }
  }

  private static int bodyLength(String head) {
    Matcher length = CONTENT_LENGTH.matcher(head);
    return length.find() ? Integer.parseInt(length.group(1)) : 0;
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int b;
    while ((b = in.read()) >= 0) {
      head.write(b);
      if (b == '\n' && head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // The client went, or the test is over.
              }
            },
            "small-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  int accepted() {
    return accepted.get();
  }

  /** The requests that came, each a request line and headers. */
  List<String> heads() {
    return heads;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open.keySet()) {
      each.close();
    }
  }
}
