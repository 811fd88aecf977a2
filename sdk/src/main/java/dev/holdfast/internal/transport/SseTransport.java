package dev.holdfast.internal.transport;

import dev.holdfast.StreamRequest;
import dev.holdfast.internal.Version;
import dev.holdfast.internal.loop.Clock;
import java.util.concurrent.Executor;
import okhttp3.Headers;
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

  /**
   * @param stream the number of the stream within its client
   */
  public SseTransport(HttpClients clients, int stream, Executor readers, Clock clock) {
    this.clients = clients;
    this.stream = stream;
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public Attempt open(AttemptSpec spec, AttemptSink sink) {
    Request bare = bareRequest(spec.request());
    Request full = fullRequest(bare, spec.request(), spec.cursor());
    SseReader reader =
        new SseReader(clients.client(stream, spec.fresh()), clock, spec, bare, full, sink);
    readers.execute(
        () -> {
          reader.run();
          clients.released();
        });
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
        .header("User-Agent", "holdfast/" + Version.NAME)
        .build();
  }

  private static Request fullRequest(Request bare, StreamRequest request, @Nullable String cursor) {
    Headers.Builder headers = bare.headers().newBuilder();
    for (String name : request.headers().names()) {
      headers.removeAll(name);
    }
    headers.addAll(request.headers());
    if (cursor != null) {
      // Identifiers may have any character; the session has seen to it that none ends the header.
      headers.removeAll("Last-Event-ID").addUnsafeNonAscii("Last-Event-ID", cursor);
    }
    return bare.newBuilder().headers(headers.build()).build();
  }
}
