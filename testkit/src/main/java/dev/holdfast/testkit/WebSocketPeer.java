package dev.holdfast.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one WebSocket: what the client has sent, and everything that can be sent or
 * done to it beside the events of the stream.
 *
 * <p>Thread-safe. What is done after the connection is closed has no effect. What is sent waits
 * while the client does not read.
 */
public final class WebSocketPeer {
  /** Something to do that fails once the connection is gone. */
  private interface Action {
    void run() throws IOException;
  }

  private final SeenRequest request;
  private final WebSocketProtocol protocol;
  private final Wire wire;
  private final FrameWriter writer;

  // All guarded by this.
  private final List<Payload> received = new ArrayList<>();
  private final List<String> cursors = new ArrayList<>();
  private final List<ByteString> pings = new ArrayList<>();
  private int pongs;
  private int heartbeats;
  private @Nullable Integer closeCode;
  private String closeReason = "";
  private boolean open = true;
  private boolean closing;
  private boolean reads = true;
  private boolean answersPings = true;

  WebSocketPeer(SeenRequest request, WebSocketProtocol protocol, Wire wire, FrameWriter writer) {
    this.request = request;
    this.protocol = protocol;
    this.wire = wire;
    this.writer = writer;
  }

  /** The handshake. */
  public SeenRequest request() {
    return request;
  }

  /** What is spoken. */
  public WebSocketProtocol protocol() {
    return protocol;
  }

  /** True until the connection is closed, by whomever, or found dead. */
  public synchronized boolean isOpen() {
    return open;
  }

  /** The messages received, in order: those of a subprotocol as its whole frames. */
  public synchronized List<Payload> received() {
    return new ArrayList<>(received);
  }

  /** The cursors of the client's ack frames, in order. */
  public synchronized List<String> ackedCursors() {
    return new ArrayList<>(cursors);
  }

  /** How many heartbeat frames have come. */
  public synchronized int heartbeats() {
    return heartbeats;
  }

  /** The payloads of the pings received. */
  public synchronized List<ByteString> pings() {
    return new ArrayList<>(pings);
  }

  /** How many pongs have come. */
  public synchronized int pongs() {
    return pongs;
  }

  /** The code of the client's close frame, 1005 if it had none; null before one has come. */
  public synchronized @Nullable Integer closeCode() {
    return closeCode;
  }

  /** The reason of the client's close frame; empty if it had none or has not come. */
  public synchronized String closeReason() {
    return closeReason;
  }

  /**
   * Waits until the condition holds, and returns this.
   *
   * @throws AssertionError if that does not happen within {@code timeout}
   */
  public synchronized WebSocketPeer await(
      Predicate<? super WebSocketPeer> condition, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.test(this)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("not within " + timeout + ": " + this);
      }
      wait(left);
    }
    return this;
  }

  /** Sends a text message, of whatever protocol. */
  public void text(String text) {
    quietly(() -> writer.text(text));
  }

  /** Sends a binary message. */
  public void binary(byte[] bytes) {
    quietly(() -> writer.message(Frame.BINARY, bytes));
  }

  /** Sends an ack frame, for a message that came or never did. */
  public void ack(String ref) {
    text(EventFrames.ack(ref));
  }

  /** Sends a nack frame. */
  public void nack(String ref, String reason, boolean retry) {
    text(EventFrames.nack(ref, reason, retry));
  }

  /** Sends a ping with this payload, at most 125 bytes to be a legal one. */
  public void ping(byte[] payload) {
    quietly(() -> writer.frame(Frame.FIN | Frame.PING, payload));
  }

  /**
   * Sends one unmasked frame with any payload: {@code 0x81} for a whole text, {@code 0x01} for its
   * beginning, {@code 0x80} for its end, {@code 0x83} for an opcode that does not exist, …
   */
  public void frame(int firstByte, byte[] payload) {
    quietly(() -> writer.frame(firstByte, payload));
  }

  /** Sends bytes that may be no frame. */
  public void raw(byte[] bytes) {
    quietly(() -> writer.raw(bytes));
  }

  /** Sends a close frame with any code, legal or not, and no event after it. */
  public void close(int code, String reason) {
    if (startClosing()) {
      quietly(() -> writer.close(code, reason));
    }
  }

  /** Sends an empty close frame, which clients report as 1005. */
  public void closeWithoutCode() {
    if (startClosing()) {
      frame(Frame.FIN | Frame.CLOSE, new byte[0]);
    }
  }

  /** Closes the connection (TCP FIN) without a close frame. */
  public void cut() {
    quietly(wire::cut);
  }

  /** Resets the connection (TCP RST). */
  public void reset() {
    quietly(wire::reset);
  }

  /**
   * Sends nothing more, pongs included, and ignores what comes: a half-open connection. It ends
   * when the client closes its TCP connection.
   */
  public void fallSilent() {
    writer.fallSilent();
  }

  /**
   * Reads no more from the socket (at most a frame that it waits for already), so that the client's
   * queue fills; what the server has to send it still sends. That the client leaves is not seen
   * then.
   */
  public synchronized void stopReading() {
    reads = false;
  }

  /** Reads again. */
  public synchronized void startReading() {
    reads = true;
    notifyAll();
  }

  /** Whether pings are answered; true by default. */
  public synchronized void answersPings(boolean answered) {
    answersPings = answered;
  }

  private void quietly(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      // The connection is gone: its reader sees that, too.
    }
  }

  private synchronized boolean startClosing() {
    boolean first = !closing;
    closing = true;
    notifyAll();
    return first;
  }

  synchronized boolean isClosing() {
    return closing;
  }

  synchronized void awaitReads() throws InterruptedException {
    while (!reads && open) {
      wait();
    }
  }

  synchronized void ended() {
    open = false;
    notifyAll();
  }

  synchronized int receive(Payload message) {
    received.add(message);
    notifyAll();
    return received.size();
  }

  synchronized void receiveAck(String cursor) {
    cursors.add(cursor);
    notifyAll();
  }

  synchronized void receiveHeartbeat() {
    heartbeats++;
    notifyAll();
  }

  /** Returns whether it is to be answered. */
  synchronized boolean receivePing(byte[] payload) {
    pings.add(ByteString.of(payload));
    notifyAll();
    return answersPings;
  }

  synchronized void receivePong() {
    pongs++;
    notifyAll();
  }

  synchronized void receiveClose(int code, String reason) {
    closeCode = code;
    closeReason = reason;
    notifyAll();
  }

  @Override
  public synchronized String toString() {
    return protocol
        + (open ? " open" : " closed")
        + (closeCode == null ? "" : " by " + closeCode + " " + closeReason)
        + ", received "
        + received
        + ", "
        + pings.size()
        + " pings";
  }
}
