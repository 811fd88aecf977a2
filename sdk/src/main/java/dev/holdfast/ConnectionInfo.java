package dev.holdfast;

import java.util.Objects;
import okhttp3.Headers;
import okhttp3.Protocol;

/**
 * What a server answered: a connection that it has accepted, or, in {@link
 * StreamException#response()}, one that it refused. Immutable.
 */
public final class ConnectionInfo {
  private final TransportType transport;
  private final int attempt;
  private final int statusCode;
  private final Headers headers;
  private final Protocol protocol;

  /**
   * Creates the description of a connection, as a transport does; in an app's tests, to feed a
   * listener. The protocol is HTTP/1.1.
   *
   * @param transport what carries the events
   * @param attempt the number of the attempt within its stream, from 1
   * @param statusCode the HTTP status of the response
   * @param headers the response's headers
   */
  public ConnectionInfo(TransportType transport, int attempt, int statusCode, Headers headers) {
    this(transport, attempt, statusCode, headers, Protocol.HTTP_1_1);
  }

  /**
   * Creates the description of a connection by any protocol.
   *
   * @param transport what carries the events
   * @param attempt the number of the attempt within its stream, from 1
   * @param statusCode the HTTP status of the response
   * @param headers the response's headers
   * @param protocol what the connection speaks
   */
  public ConnectionInfo(
      TransportType transport, int attempt, int statusCode, Headers headers, Protocol protocol) {
    this.transport = Objects.requireNonNull(transport, "transport");
    this.attempt = attempt;
    this.statusCode = statusCode;
    this.headers = Objects.requireNonNull(headers, "headers");
    this.protocol = Objects.requireNonNull(protocol, "protocol");
  }

  /** Returns what carries the events. */
  public TransportType transport() {
    return transport;
  }

  /** Returns the number of the attempt within its stream; the first is 1. */
  public int attempt() {
    return attempt;
  }

  /** Returns the HTTP status of the response. */
  public int statusCode() {
    return statusCode;
  }

  /** Returns the headers of the response. */
  public Headers headers() {
    return headers;
  }

  /** Returns what the connection speaks: HTTP/1.1, HTTP/2. */
  public Protocol protocol() {
    return protocol;
  }

  /** Returns a short description, without the headers: they may hold secrets. */
  @Override
  public String toString() {
    return "ConnectionInfo{" + transport + ", attempt=" + attempt + ", status=" + statusCode + "}";
  }
}
