package dev.holdfast.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server of many quiet event streams, on one thread: a comment every 15 to 25 s, and every third
 * time an event in its place, numbered from 1 in each stream. A stream that comes back with a
 * cursor is sent what it missed. {@code GET /stop} ends the events, and answers with how many there
 * were.
 */
public final class IdleServer {
  private static final Pattern CURSOR = Pattern.compile("(?i)\r\nlast-event-id: (\\d+)\r\n");
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final Selector selector = Selector.open();
  private final ByteBuffer input = ByteBuffer.allocate(8192);
  private final PriorityQueue<Peer> beats = new PriorityQueue<>();
  private final Map<String, Integer> sent = new HashMap<>();
  private final Random random = new Random(1);
  private long total;
  private boolean stopped;

  private IdleServer() throws IOException {}

  public static void main(String[] args) throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress("127.0.0.1", 0), 4096);
    listening.configureBlocking(false);
    System.out.println("http://127.0.0.1:" + listening.socket().getLocalPort());
    new IdleServer().serve(listening);
  }

  private void serve(ServerSocketChannel listening) throws IOException {
    listening.register(selector, SelectionKey.OP_ACCEPT);
    while (true) {
      selector.select(20);
      for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
        SelectionKey key = keys.next();
        keys.remove();
        if (key.isAcceptable()) {
          accept(listening);
        } else {
          read(key);
        }
      }
      beat();
    }
  }

  private void accept(ServerSocketChannel listening) throws IOException {
    SocketChannel channel;
    while ((channel = listening.accept()) != null) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new StringBuilder());
    }
  }

  private void read(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      input.clear();
      if (channel.read(input) < 0) {
        channel.close();
        return;
      }
      StringBuilder request = (StringBuilder) key.attachment();
      request.append(StandardCharsets.ISO_8859_1.decode(input.flip()));
      if (request.indexOf("\r\n\r\n") >= 0) {
        answer(channel, request.toString());
        request.setLength(0);
      }
    } catch (IOException gone) {
      close(channel);
    }
  }

  private void answer(SocketChannel channel, String request) throws IOException {
    String path = request.split(" ", 3)[1];
    if (path.equals("/stop")) {
      stopped = true;
      String body = Long.toString(total);
      write(channel, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
      return;
    }
    if (path.equals("/start")) {
      stopped = false;
      total = 0;
      sent.clear();
      write(channel, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    StringBuilder first = new StringBuilder(HEAD).append(chunk(":\n\n"));
    Matcher cursor = CURSOR.matcher(request);
    for (int id = cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
        id < sent.getOrDefault(path, 0); ) {
      first.append(event(++id));
    }
    write(channel, first.toString());
    beats.add(new Peer(channel, path, System.nanoTime() + pause()));
  }

  private void beat() {
    long now = System.nanoTime();
    while (!beats.isEmpty() && beats.peek().nextAt - now < 0) {
      Peer peer = beats.remove();
      try {
        if (++peer.beats % 3 == 0 && !stopped) {
          write(peer.channel, event(sent.merge(peer.path, 1, Integer::sum)));
          total++;
        } else {
          write(peer.channel, chunk(": still here\n"));
        }
        peer.nextAt = now + pause();
        beats.add(peer);
      } catch (IOException gone) {
        close(peer.channel);
      }
    }
  }

  private long pause() {
    return (long) ((15 + 10 * random.nextDouble()) * 1e9);
  }

  private static String event(int id) {
    return chunk("id: " + id + "\ndata: " + id + "\n\n");
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  /** So little that it always fits. */
  private static void write(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) {
      // It is gone.
    }
  }

  private static final class Peer implements Comparable<Peer> {
    final SocketChannel channel;
    final String path;
    long nextAt;
    int beats;

    Peer(SocketChannel channel, String path, long nextAt) {
      this.channel = channel;
      this.path = path;
      this.nextAt = nextAt;
    }

    @Override
    public int compareTo(Peer other) {
      return Long.signum(nextAt - other.nextAt);
    }
  }
}
