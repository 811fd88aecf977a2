package dev.holdfast.dialect;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * One WebSocket connection in words of a {@link WebSocketDialect}. Called by one thread at a time,
 * a reader's, in the order in which messages came.
 */
public interface SocketConversation {
  /**
   * Returns what is sent as soon as the server has accepted, in this order: an authentication, a
   * subscription. Nothing by default.
   */
  default List<SocketFrame> opening() {
    return Collections.emptyList();
  }

  /**
   * Returns whether the server speaks first, unasked: a connection on which it does not within the
   * proof timeout carries nothing. False by default, as a quiet stream says nothing for long.
   */
  default boolean beginsWithHello() {
    return false;
  }

  /**
   * Reads a message.
   *
   * @throws IOException if it is none of this dialect; the message says where, and quotes nothing.
   *     The connection is closed with 1002
   */
  SocketMessage read(SocketFrame frame) throws IOException;

  /**
   * Returns whether the server ends the stream by this close, rather than the connection alone.
   *
   * @param code its code; 1005 where it named none
   * @param reason its reason, or empty
   */
  default boolean endsStream(int code, String reason) {
    return code == 1000;
  }
}
