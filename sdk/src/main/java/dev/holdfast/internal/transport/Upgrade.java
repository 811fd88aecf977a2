package dev.holdfast.internal.transport;

import dev.holdfast.internal.loop.Clock;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/** Goes with the handshake of one WebSocket, after the app's own interceptors. */
final class Upgrade implements Interceptor {
  private final Clock clock;
  private final long maxMessageBytes;
  private final Runnable onBytes;
  private volatile @Nullable WatchedSocket socket;

  /** {@code onBytes} runs when something has come, on the thread that reads the socket. */
  Upgrade(Clock clock, long maxMessageBytes, Runnable onBytes) {
    this.clock = clock;
    this.onBytes = onBytes;
    this.maxMessageBytes = maxMessageBytes;
  }

  /** The socket under the connection; null before the server has accepted. */
  @Nullable WatchedSocket socket() {
    return socket;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    // OkHttp offers compression, and would unpack whatever comes without a bound.
    Request request = chain.request().newBuilder().removeHeader("Sec-WebSocket-Extensions").build();
    Response response = chain.proceed(request);
    Socket upgraded = response.socket();
    if (upgraded == null) {
      return response;
    }
    WatchedSocket watched = new WatchedSocket(upgraded, clock, maxMessageBytes, onBytes);
    socket = watched;
    return response.newBuilder().socket(watched).build();
  }
}
