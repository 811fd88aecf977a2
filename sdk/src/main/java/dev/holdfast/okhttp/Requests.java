package dev.holdfast.okhttp;

import dev.holdfast.Backoff;
import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import java.io.IOException;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ByteString;
import okio.ForwardingSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** Makes of a request that is sent once one that can be sent again. */
final class Requests {
  private static final Backoff ONCE = Backoff.builder().reconnect(false).build();
  private static final String CURSOR = "Last-Event-ID";

  private Requests() {}

  static StreamRequest.Builder translate(Request request) {
    RequestBody body = request.body();
    MediaType type = body == null ? null : body.contentType();
    StreamRequest.Builder builder =
        StreamRequest.builder(request.url())
            .method(request.method(), read(body), type == null ? null : type.toString())
            .lastEventId(request.header(CURSOR))
            // Its listeners expect an event stream, or to hear what came instead.
            .transports(TransportType.SSE)
            // okhttp-sse ends with what the listener throws.
            .listenerFailures(ListenerFailurePolicy.close());
    Headers headers = request.headers();
    for (int i = 0; i < headers.size(); i++) {
      if (!headers.name(i).equalsIgnoreCase(CURSOR)) {
        builder.addHeader(headers.name(i), headers.value(i));
      }
    }
    return request.method().equals("GET") ? builder : builder.backoff(ONCE);
  }

  private static @Nullable ByteString read(@Nullable RequestBody body) {
    if (body == null) {
      return null;
    }
    if (body.isDuplex() || body.isOneShot()) {
      throw new IllegalArgumentException(
          "the request has a "
              + (body.isDuplex() ? "duplex" : "one-shot")
              + " body, which could not be sent again on a reconnect");
    }
    Buffer bytes = new Buffer();
    try (BufferedSink sink = Okio.buffer(new BoundedSink(bytes))) {
      body.writeTo(sink);
    } catch (IOException e) {
      throw new IllegalArgumentException("the request's body cannot be read: " + e, e);
    }
    return bytes.readByteString();
  }

  /** Fails before it holds more than a request may have. */
  private static final class BoundedSink extends ForwardingSink {
    private long room = HoldfastEventSources.MAX_REQUEST_BODY_BYTES;

    BoundedSink(Buffer bytes) {
      super(bytes);
    }

    @Override
    public void write(Buffer source, long byteCount) throws IOException {
      if (byteCount > room) {
        throw new IllegalArgumentException(
            "the request's body has more than "
                + HoldfastEventSources.MAX_REQUEST_BODY_BYTES
                + " bytes (MAX_REQUEST_BODY_BYTES)");
      }
      room -= byteCount;
      super.write(source, byteCount);
    }
  }
}
