package dev.holdfast.internal.transport;

import dev.holdfast.internal.loop.Clock;
import java.io.IOException;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Socket;
import org.jspecify.annotations.Nullable;

/** Goes with the handshake of one WebSocket, after the app's own interceptors. */
final class Upgrade implements Interceptor {
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private final Clock clock;
  private final long maxMessageBytes;
  private final Runnable onBytes;
  private volatile @Nullable WatchedSocket socket;
  private volatile boolean looksUp;

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

  /** Whether the host's addresses are still being looked up. */
  boolean looksUp() {
    return looksUp;
  }

  /** Looks up as the app does, and lets that be known. */
  Dns dns(Dns app) {
    return hostname -> {
      looksUp = true;
      try {
        return app.lookup(hostname);
      } finally {
        looksUp = false;
      }
    };
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    // OkHttp offers compression, and would unpack whatever comes without a bound.
    Request request = chain.request().newBuilder().removeHeader(EXTENSIONS).build();
    Response response = chain.proceed(request);
    Socket upgraded = response.socket();
    if (upgraded == null) {
      return response;
    }
    Response.Builder accepted = response.newBuilder();
    if (response.header(EXTENSIONS) != null) {
      // Not offered, so not to be accepted (RFC 6455 §4.1); OkHttp would go by it. It refuses this.
      accepted.removeHeader("Sec-WebSocket-Accept");
    }
    WatchedSocket watched = new WatchedSocket(upgraded, clock, maxMessageBytes, onBytes);
    socket = watched;
    return accepted.socket(watched).build();
  }
}
