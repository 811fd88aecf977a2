package dev.holdfast.internal.transport;

import dev.holdfast.internal.loop.Environment;

/** Long polling over HTTP: one GET after the other, each answered once there are events. */
public final class LongPollTransport implements Transport {
  private final HttpClients clients;
  private final int stream;
  private final Environment env;

  /**
   * @param stream the number of the stream within its client
   */
  public LongPollTransport(HttpClients clients, int stream, Environment env) {
    this.clients = clients;
    this.stream = stream;
    this.env = env;
  }

  @Override
  public Attempt open(AttemptSpec spec, AttemptSink sink) {
    PollLoop loop = new PollLoop(clients, stream, env, spec, sink);
    loop.start();
    return loop;
  }
}
