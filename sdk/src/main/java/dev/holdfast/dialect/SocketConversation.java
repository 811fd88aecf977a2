package dev.holdfast.dialect;

import dev.holdfast.Credentials;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket connection in words of a {@link WebSocketDialect}. Called by one thread at a time,
 * a reader's, in the order in which messages came; but for {@link #send}.
 */
@FunctionalInterface
public interface SocketConversation {
  /** What a connection does with messages of the app. */
  enum Sending {
    /** It takes none: they go by POST. */
    NONE,
    /** It takes them, and nobody says whether they have arrived. */
    UNACKNOWLEDGED,
    /** The server says of each by its reference that it has it, or does not take it. */
    ACKNOWLEDGED
  }

  /**
   * Returns what is sent as soon as the server has accepted, in this order: an authentication, a
   * subscription. Nothing by default.
   */
  default List<SocketFrame> opening() {
    return Collections.emptyList();
  }

  /**
   * As {@link #opening()}, which it calls by default, for those that put into a message what the
   * app's {@link dev.holdfast.CredentialsProvider} returned for this connection. The handshake has
   * carried it in its headers already.
   *
   * @param credentials what it returned; null where the request has no provider
   */
  default List<SocketFrame> opening(@Nullable Credentials credentials) {
    return opening();
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

  /** Returns what the connection does with messages of the app; nothing by default. */
  default Sending sending() {
    return Sending.NONE;
  }

  /**
   * Puts a message of the app into words. Called by one thread at a time, but perhaps while {@link
   * #read} runs on another: the two must not share what changes. The message itself by default.
   *
   * @throws IOException if it cannot be said in this dialect; it is rejected then
   */
  default SocketFrame send(OutgoingMessage message) throws IOException {
    return message.frame();
  }

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
