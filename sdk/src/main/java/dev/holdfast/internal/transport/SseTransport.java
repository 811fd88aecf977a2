package dev.holdfast.internal.transport;

import dev.holdfast.StreamRequest;
import dev.holdfast.internal.loop.Environment;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.ByteString;

/** Server-Sent Events over HTTP (WHATWG HTML §9.2). */
public final class SseTransport implements Transport {
  private final HttpClients clients;
  private final int stream;
  private final Environment env;

  /**
   * @param stream the number of the stream within its client
   */
  public SseTransport(HttpClients clients, int stream, Environment env) {
    this.clients = clients;
    this.stream = stream;
    this.env = env;
  }

  @Override
  public Attempt open(AttemptSpec spec, AttemptSink sink) {
    Request bare = bareRequest(spec.request());
    Request full = Requests.full(bare, spec.request(), spec.grant(), spec.cursor());
    SseReader reader =
        new SseReader(
            clients,
            clients.client(stream, spec.fresh()),
            env.clock,
            spec,
            bare,
            full,
            sink,
            PollSalvage.of(spec.request(), env.timers));
    env.readers.execute(reader);
    return reader;
  }

  private static Request bareRequest(StreamRequest request) {
    RequestBody body = null;
    if (request.body() != null) {
      body = RequestBody.create(request.body(), request.bodyType());
    } else if (!request.method().equals("GET")) {
      // OkHttp refuses some methods without a body.
      body = RequestBody.create(ByteString.EMPTY, null);
    }
    return new Request.Builder()
        .url(request.url())
        .method(request.method(), body)
        .header("Accept", "text/event-stream")
        .header("Cache-Control", "no-cache")
        .header("Accept-Encoding", "identity")
        .header("User-Agent", Requests.USER_AGENT)
        .build();
  }
}
