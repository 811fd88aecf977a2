package dev.holdfast.internal.transport;

import dev.holdfast.internal.loop.Environment;

/** WebSocket (RFC 6455), by OkHttp's client. */
public final class WebSocketTransport implements Transport {
  private final HttpClients clients;
  private final int stream;
  private final Environment env;

  /**
   * @param stream the number of the stream within its client
   */
  public WebSocketTransport(HttpClients clients, int stream, Environment env) {
    this.clients = clients;
    this.stream = stream;
    this.env = env;
  }

  @Override
  public Attempt open(AttemptSpec spec, AttemptSink sink) {
    WebSocketAttempt attempt = new WebSocketAttempt(clients, stream, env, spec, sink);
    attempt.start();
    return attempt;
  }
}
