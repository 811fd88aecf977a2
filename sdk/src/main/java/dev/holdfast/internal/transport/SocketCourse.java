package dev.holdfast.internal.transport;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.TransportType;
import dev.holdfast.dialect.DialectEvent;
import dev.holdfast.dialect.SocketConversation;
import dev.holdfast.dialect.SocketFrame;
import dev.holdfast.dialect.SocketMessage;
import dev.holdfast.internal.Cursors;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the messages of a connection say. Identifiers that could not be sent back are treated
 * as if they were not there, as in an event stream. Confined to the connection's inbox.
 */
final class SocketCourse {
  private final AttemptSink sink;
  private final SocketConversation conversation;
  private final @Nullable String asked;
  private @Nullable String position;
  private boolean proven;
  private volatile boolean beats;

  /**
   * @param asked the position that the handshake named, or null
   */
  SocketCourse(AttemptSink sink, SocketConversation conversation, @Nullable String asked) {
    this.sink = sink;
    this.conversation = conversation;
    this.asked = asked;
    this.position = asked;
  }

  void opened(ConnectionInfo connection) {
    sink.opened(connection, false);
  }

  /** Whether the server has shown that it gives signs of life of its own. From any thread. */
  boolean beats() {
    return beats;
  }

  /**
   * Tells what a message says.
   *
   * @param idleNanos how long the connection had been without one
   * @throws IOException if it says nothing in this dialect
   */
  void tell(SocketFrame frame, long idleNanos) throws IOException {
    SocketMessage message = conversation.read(frame);
    if (!proven) {
      proven = true;
      sink.proven();
      if (conversation.beginsWithHello()) {
        sink.uplink().ready(conversation.sending());
      }
    }
    switch (message.kind()) {
      case HELLO:
        hello(message);
        break;
      case EVENT:
        DialectEvent event = message.event();
        if (event != null) {
          event(event);
        }
        break;
      case HEARTBEAT:
        beats = true;
        sink.comment(idleNanos);
        break;
      case GAP:
        sink.gap(
            DialectEvents.sendable(message.gapFrom()), DialectEvents.sendable(message.gapTo()));
        break;
      case ACKNOWLEDGED:
        sink.uplink().acknowledged(Objects.requireNonNull(message.ref()));
        break;
      case REFUSED:
        String reason = message.reason();
        sink.uplink().refused(Objects.requireNonNull(message.ref()), reason, message.mayRetry());
        break;
      default:
        break;
    }
  }

  private void hello(SocketMessage hello) {
    beats |= !hello.heartbeatInterval().isZero();
    String start = DialectEvents.sendable(hello.cursor());
    if (asked != null && hello.resumed()) {
      sink.resumed();
      return;
    }
    if (asked != null) {
      sink.notResumed(asked, start);
      position = null;
    }
    if (start != null) {
      position = start;
      sink.cursor(start);
    }
  }

  private void event(DialectEvent event) {
    String id = event.id();
    if (id != null && Cursors.isSendable(id)) {
      position = DialectEvents.nullIfEmpty(id);
      sink.event(DialectEvents.create(event, id, position, TransportType.WEBSOCKET));
    } else {
      sink.event(DialectEvents.create(event, null, position, TransportType.WEBSOCKET));
    }
  }
}
