package dev.holdfast.internal.transport;

import dev.holdfast.StreamRequest;
import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Timers;
import java.util.concurrent.Executor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Server-Sent Events over HTTP (WHATWG HTML §9.2). */
public final class SseTransport implements Transport {
  private final HttpClients clients;
  private final int stream;
  private final Executor readers;
  private final Clock clock;
  private final @Nullable Timers timers;

  /**
   * @param stream the number of the stream within its client
   */
  public SseTransport(HttpClients clients, int stream, Environment env) {
    this(clients, stream, env.readers, env.clock, env.timers);
  }

  /** As the other, without an eye for answers to polls. */
  public SseTransport(HttpClients clients, int stream, Executor readers, Clock clock) {
    this(clients, stream, readers, clock, null);
  }

  private SseTransport(
      HttpClients clients, int stream, Executor readers, Clock clock, @Nullable Timers timers) {
    this.clients = clients;
    this.stream = stream;
    this.readers = readers;
    this.clock = clock;
    this.timers = timers;
  }

  @Override
  public Attempt open(AttemptSpec spec, AttemptSink sink) {
    Request bare = bareRequest(spec.request());
    Request full = Requests.full(bare, spec.request(), spec.cursor());
    SseReader reader =
        new SseReader(
            clients,
            clients.client(stream, spec.fresh()),
            clock,
            spec,
            bare,
            full,
            sink,
            timers == null ? null : PollSalvage.of(spec.request(), timers));
    readers.execute(reader);
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
