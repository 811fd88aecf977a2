package dev.holdfast.dialect;

import java.util.Collections;
import java.util.List;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * How a family of servers words WebSocket: what is offered in the handshake, and what messages say.
 * Holdfast opens the sockets, keeps them alive, and judges handshakes and closes itself.
 *
 * <p>A dialect has no state and is safe for use from any thread; what one connection needs to
 * remember is its {@link SocketConversation}'s. It runs on reader threads. What it throws is
 * contained: it fails that one attempt. {@code toString()} names it in logs.
 */
@FunctionalInterface
public interface WebSocketDialect {

  /**
   * Returns Holdfast's own dialect, subprotocol {@code holdfast.v1}: JSON objects with a {@code
   * kind}, the first of them a {@code hello} that says whether the stream was resumed. The position
   * goes into the handshake as {@code ?after=}, and as {@code Last-Event-ID}. With a server that
   * does not choose the subprotocol it is {@link #raw()}.
   */
  static WebSocketDialect standard() {
    return StandardWebSocket.INSTANCE;
  }

  /**
   * Returns the dialect of servers that have none: a text message is an event with that text, a
   * binary message one with those bytes. There are no positions, so a reconnect is a gap. What the
   * app sends goes out likewise, and nobody says whether it has arrived.
   */
  static WebSocketDialect raw() {
    return RawConversation.DIALECT;
  }

  /**
   * Returns the dialect of nchan, the nginx module, subprotocol {@code ws+meta.nchan}: the position
   * in an {@code id:} line before each message. A close with 1000 whose reason begins with {@code
   * 408} is nchan's time limit, and no end of the stream. What the app sends goes by POST, to where
   * the server has a publisher, which answers: of what comes by WebSocket nchan says nothing.
   */
  static WebSocketDialect nchan() {
    return NchanWebSocket.INSTANCE;
  }

  /** Returns the subprotocols to offer (RFC 6455 §1.9), the preferred first; none by default. */
  default List<String> subprotocols() {
    return Collections.emptyList();
  }

  /**
   * Returns where to open a connection that continues after a position. The handshake has the
   * stream's headers, and {@code Last-Event-ID} where there is a position.
   *
   * @param url where the app says that the server takes WebSockets
   * @param cursor the position, or null to begin wherever the server does
   */
  default HttpUrl url(HttpUrl url, @Nullable String cursor) {
    return url;
  }

  /**
   * Returns what reads the messages of a connection that the server has accepted.
   *
   * @param subprotocol what the server chose of those offered, or null for none
   * @param response the headers of its answer
   * @param cursor the position that the handshake named, or null
   * @return null if this dialect cannot go on by that subprotocol: the connection is closed, and
   *     WebSocket counts as not offered there
   */
  @Nullable SocketConversation begin(
      @Nullable String subprotocol, Headers response, @Nullable String cursor);
}
