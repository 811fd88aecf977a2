package dev.holdfast.internal.transport;

import dev.holdfast.dialect.OutgoingMessage;
import dev.holdfast.dialect.SocketConversation;
import dev.holdfast.dialect.SocketFrame;
import dev.holdfast.internal.OneLine;
import dev.holdfast.internal.loop.Environment;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.WebSocket;
import okio.ByteString;
import okio.Utf8;

/**
 * Sends the app's messages by one WebSocket. They are put into words on a reader thread of its own,
 * since the connection's may be held up by the app's listener. Safe for use from any thread.
 */
final class SocketSender {
  /** OkHttp closes a socket with more than 16 MiB in its queue. */
  private static final long MAX_BYTES = 14L << 20;

  private final WebSocket socket;
  private final SocketConversation conversation;
  private final UplinkSink sink;
  private final Inbox outgoing;
  private final boolean acknowledged;
  private final AtomicLong unworded = new AtomicLong();

  SocketSender(
      WebSocket socket, SocketConversation conversation, UplinkSink sink, Environment env) {
    this.socket = socket;
    this.conversation = conversation;
    this.sink = sink;
    this.acknowledged = conversation.sending() == SocketConversation.Sending.ACKNOWLEDGED;
    // Without a thread nothing goes out: the end of the connection tells.
    this.outgoing = new Inbox(env.readers, env.clock, 0, noThread -> socket.cancel());
  }

  void send(OutgoingMessage message) {
    long size = message.size();
    unworded.addAndGet(size);
    outgoing.add(
        () -> {
          try {
            word(message);
          } finally {
            unworded.addAndGet(-size);
          }
        });
  }

  /** How many bytes the socket has not sent yet. */
  long unsentBytes() {
    return unworded.get() + socket.queueSize();
  }

  private void word(OutgoingMessage message) {
    SocketFrame frame;
    try {
      frame = Objects.requireNonNull(conversation.send(message), "no frame");
    } catch (IOException unsayable) {
      sink.unsendable(message.ref(), OneLine.of(unsayable));
      return;
    } catch (Throwable e) {
      sink.unsendable(message.ref(), "the dialect failed: " + OneLine.of(e));
      return;
    }
    if (size(frame) > MAX_BYTES) {
      sink.unsendable(message.ref(), "larger than a WebSocket's queue: " + frame);
    } else if (!send(socket, frame)) {
      sink.notQueued(message.ref());
    } else if (!acknowledged) {
      sink.queued(message.ref());
    }
  }

  private static long size(SocketFrame frame) {
    ByteString bytes = frame.bytes();
    String text = frame.text();
    return bytes != null ? bytes.size() : text == null ? 0 : Utf8.size(text);
  }

  static boolean send(WebSocket socket, SocketFrame frame) {
    ByteString bytes = frame.bytes();
    String text = frame.text();
    return bytes != null ? socket.send(bytes) : text != null && socket.send(text);
  }
}
