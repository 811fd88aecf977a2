package dev.holdfast;

import java.util.Objects;
import okhttp3.Headers;

/** A connection that a server has accepted. Immutable. */
public final class ConnectionInfo {
  private final TransportType transport;
  private final int attempt;
  private final int statusCode;
  private final Headers headers;

  /**
   * Creates the description of a connection, as a transport does; in an app's tests, to feed a
   * listener.
   *
   * @param transport what carries the events
   * @param attempt the number of the attempt within its stream, from 1
   * @param statusCode the HTTP status of the response
   * @param headers the response's headers
   */
  public ConnectionInfo(TransportType transport, int attempt, int statusCode, Headers headers) {
    this.transport = Objects.requireNonNull(transport, "transport");
    this.attempt = attempt;
    this.statusCode = statusCode;
    this.headers = Objects.requireNonNull(headers, "headers");
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

  /** Returns a short description, without the headers: they may hold secrets. */
  @Override
  public String toString() {
    return "ConnectionInfo{" + transport + ", attempt=" + attempt + ", status=" + statusCode + "}";
  }
}
