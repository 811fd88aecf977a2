package dev.holdfast.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a stream is served to {@link Served#WEBSOCKET} requests, over HTTP/1.1, and what is seen of
 * them. The cursor of the handshake is {@code ?after=}, else {@code Last-Event-ID}; events come
 * from the same log by the same {@link Replay}. What is no event ({@link EventLog#comment}, {@link
 * EventLog#retry}, {@link EventLog#raw}) is left out.
 *
 * <p>Pings are answered, a close frame is answered by one with the same code, and breaches of the
 * protocol by 1002, 1003 or 1007. {@link EventLog#end} closes with 1000, {@link
 * EventLog#disconnect} with 1001, {@link StreamServer#stop} without a close frame. Then the client
 * has 2 s to answer before the TCP connection is closed.
 *
 * <p>Thread-safe. Settings return this and hold for handshakes that come later.
 */
public final class WebSockets {
  private final String path;
  private final Gauge open = new Gauge();

  // Guarded by this.
  private final List<WebSocketPeer> peers = new ArrayList<>();
  private final Deque<WebSocketPeer> untaken = new ArrayDeque<>();

  private volatile List<WebSocketProtocol> protocols = Arrays.asList(WebSocketProtocol.values());
  private volatile boolean deflates;
  private volatile int fragmentSize = Integer.MAX_VALUE;
  private volatile boolean helloCursor = true;
  private volatile boolean gaps;

  WebSockets(String path) {
    this.path = path;
  }

  /**
   * The protocols that it speaks: all by default. The first that the client offers is chosen; if
   * there is none, {@link WebSocketProtocol#RAW}.
   */
  public WebSockets protocols(WebSocketProtocol... spoken) {
    protocols = Collections.unmodifiableList(new ArrayList<>(Arrays.asList(spoken)));
    return this;
  }

  /**
   * Whether messages are compressed (permessage-deflate, RFC 7692, without context takeover) where
   * the client offers it; false by default.
   */
  public WebSockets deflate(boolean compressed) {
    deflates = compressed;
    return this;
  }

  /** Payload bytes in one frame, at most (at least 1); by default a message is one frame. */
  public WebSockets fragmentSize(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes < 1: " + bytes);
    }
    fragmentSize = bytes;
    return this;
  }

  /** Whether the hello carries a cursor; true by default. */
  public WebSockets helloCursor(boolean sent) {
    helloCursor = sent;
    return this;
  }

  /**
   * Whether a cursor that has fallen out of {@link Replay#ring} with events after it is answered by
   * a gap frame after a hello that says {@code "resumed":true}; by default the hello says false.
   */
  public WebSockets gaps(boolean reported) {
    gaps = reported;
    return this;
  }

  /** How many are open: from the handshake until the connection is closed or found dead. */
  public int open() {
    return open.value();
  }

  /**
   * Waits until exactly {@code count} are open.
   *
   * @throws AssertionError if that does not happen within {@code timeout}
   */
  public void awaitOpen(int count, Duration timeout) throws InterruptedException {
    if (!open.await(count, timeout)) {
      throw new AssertionError(
          path + " has " + open() + " WebSockets after " + timeout + ", not " + count);
    }
  }

  /** All that were ever opened, in order. */
  public synchronized List<WebSocketPeer> peers() {
    return new ArrayList<>(peers);
  }

  /**
   * The first that was opened and not taken yet, once there is one.
   *
   * @throws AssertionError if none is opened within {@code timeout}
   */
  public synchronized WebSocketPeer takePeer(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (untaken.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(path + " got no WebSocket within " + timeout);
      }
      wait(left);
    }
    return untaken.remove();
  }

  synchronized void opened(WebSocketPeer peer) {
    peers.add(peer);
    untaken.add(peer);
    open.add(1);
    notifyAll();
  }

  void closed() {
    open.add(-1);
  }

  List<WebSocketProtocol> protocols() {
    return protocols;
  }

  boolean deflates() {
    return deflates;
  }

  int fragmentSize() {
    return fragmentSize;
  }

  boolean sendsHelloCursor() {
    return helloCursor;
  }

  boolean reportsGaps() {
    return gaps;
  }
}
