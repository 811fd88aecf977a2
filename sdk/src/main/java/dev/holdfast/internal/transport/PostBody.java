package dev.holdfast.internal.transport;

import dev.holdfast.dialect.OutgoingMessage;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.ByteString;

/** A message as a body that OkHttp does not send again by itself, as it would after a 503. */
final class PostBody extends RequestBody {
  private static final MediaType TEXT = MediaType.get("text/plain; charset=utf-8");
  private static final MediaType JSON = MediaType.get("application/json");
  private static final MediaType BINARY = MediaType.get("application/octet-stream");
  private static final int PIECE_BYTES = 1 << 16;

  private final ByteString bytes;
  private final MediaType type;
  private final Runnable onMoved;

  /** On the thread of the call. */
  private boolean mayRepeat;

  private boolean repeated;

  /**
   * @param onMoved is told, on the writing thread, whenever the connection has taken some of it
   */
  PostBody(OutgoingMessage message, Runnable onMoved) {
    this.bytes = message.bytes();
    this.onMoved = onMoved;
    switch (message.kind()) {
      case TEXT:
        this.type = TEXT;
        break;
      case JSON:
        this.type = JSON;
        break;
      default:
        this.type = BINARY;
        break;
    }
  }

  @Override
  public MediaType contentType() {
    return type;
  }

  @Override
  public long contentLength() {
    return bytes.size();
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    for (int at = 0; at < bytes.size(); at += PIECE_BYTES) {
      sink.write(bytes, at, Math.min(PIECE_BYTES, bytes.size() - at));
      onMoved.run();
    }
  }

  /**
   * OkHttp sends the body once more where a proxy asks for credentials, and for nothing else. Where
   * TLS goes through the proxy, that has asked before, and a server that does is not to be told.
   */
  Response watchForProxy(Interceptor.Chain chain) throws IOException {
    mayRepeat = false;
    Response response = chain.proceed(chain.request());
    mayRepeat = response.code() == 407 && !chain.request().isHttps() && !repeated;
    repeated |= mayRepeat;
    return response;
  }

  @Override
  public boolean isOneShot() {
    return !mayRepeat;
  }
}
