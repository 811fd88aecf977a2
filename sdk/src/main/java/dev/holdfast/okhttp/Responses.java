package dev.holdfast.okhttp;

import dev.holdfast.ConnectionInfo;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** Makes of what a server answered a response that holds no connection. */
final class Responses {
  private Responses() {}

  /** A response that is being streamed: its body belongs to Holdfast. */
  static Response accepted(Request request, ConnectionInfo info) {
    return response(request, info).body(new Taken(contentType(info))).build();
  }

  /** A response that is over. Reading its body finds nothing, and throws nothing. */
  static Response refused(Request request, ConnectionInfo info) {
    return response(request, info).body(ResponseBody.create("", contentType(info))).build();
  }

  private static Response.Builder response(Request request, ConnectionInfo info) {
    return new Response.Builder()
        .request(request)
        .protocol(info.protocol())
        .code(info.statusCode())
        .message("")
        .headers(info.headers());
  }

  private static @Nullable MediaType contentType(ConnectionInfo info) {
    String type = info.headers().get("Content-Type");
    return type == null ? null : MediaType.parse(type);
  }

  private static final class Taken extends ResponseBody implements Source {
    private final @Nullable MediaType contentType;

    Taken(@Nullable MediaType contentType) {
      this.contentType = contentType;
    }

    @Override
    public @Nullable MediaType contentType() {
      return contentType;
    }

    @Override
    public long contentLength() {
      return -1;
    }

    @Override
    public BufferedSource source() {
      return Okio.buffer((Source) this);
    }

    @Override
    public long read(Buffer sink, long byteCount) {
      throw new IllegalStateException(
          "the body of an event stream is read by Holdfast; its events come to onEvent");
    }

    @Override
    public Timeout timeout() {
      return Timeout.NONE;
    }

    @Override
    public void close() {}
  }
}
