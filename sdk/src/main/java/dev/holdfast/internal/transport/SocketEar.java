package dev.holdfast.internal.transport;

import dev.holdfast.dialect.SocketFrame;
import dev.holdfast.internal.loop.Clock;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What OkHttp's thread does: it hands over what it hears, and goes back to its socket, where it has
 * to answer pings.
 */
final class SocketEar extends WebSocketListener {
  private final WebSocketAttempt attempt;
  private final Inbox inbox;
  private final Clock clock;
  private final long patienceNanos;

  // Written by OkHttp's thread.
  private volatile long lastMessageAt;
  private volatile boolean accepted;
  private volatile boolean spokenTo;

  /**
   * @param patienceNanos how long it may be kept from its socket
   */
  SocketEar(WebSocketAttempt attempt, Inbox inbox, Clock clock, long patienceNanos) {
    this.attempt = attempt;
    this.inbox = inbox;
    this.clock = clock;
    this.patienceNanos = patienceNanos;
    this.lastMessageAt = clock.nanoTime();
  }

  /** When a message came last, or the connection was accepted. From any thread. */
  long lastMessageAt() {
    return lastMessageAt;
  }

  /** Whether the server has accepted; the attempt may not have come to that yet. */
  boolean isAccepted() {
    return accepted;
  }

  /** Whether a message has come. */
  boolean isSpokenTo() {
    return spokenTo;
  }

  @Override
  public void onOpen(WebSocket webSocket, Response response) {
    lastMessageAt = clock.nanoTime();
    accepted = true;
    inbox.add(() -> attempt.accepted(webSocket, response));
  }

  @Override
  public void onMessage(WebSocket webSocket, String text) {
    heard(webSocket, SocketFrame.text(text), text.length());
  }

  @Override
  public void onMessage(WebSocket webSocket, ByteString bytes) {
    heard(webSocket, SocketFrame.binary(bytes), bytes.size());
  }

  private void heard(WebSocket webSocket, SocketFrame frame, int size) {
    spokenTo = true;
    long now = clock.nanoTime();
    long idle = now - lastMessageAt;
    boolean taken;
    try {
      taken = inbox.put(size, () -> attempt.message(frame, idle), patienceNanos);
    } catch (InterruptedException e) {
      taken = false;
    }
    // Nobody could have listened while there was no room.
    lastMessageAt = clock.nanoTime();
    if (!taken) {
      webSocket.cancel();
      inbox.add(attempt::behind);
      inbox.close();
    }
  }

  @Override
  public void onClosing(WebSocket webSocket, int code, String reason) {
    webSocket.close(CloseCodes.answer(code), null);
    inbox.add(() -> attempt.closed(code, reason));
  }

  @Override
  public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
    inbox.add(() -> attempt.failed(t, response));
  }
}
