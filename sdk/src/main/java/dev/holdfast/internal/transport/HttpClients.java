package dev.holdfast.internal.transport;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * The client that streams use: the app's settings, with everything of our own that a long response
 * needs. The app's dispatcher, pool and cache are neither used for streams nor touched.
 */
public final class HttpClients {
  private final OkHttpClient streaming;

  public HttpClients(OkHttpClient base) {
    streaming =
        base.newBuilder()
            .cache(null)
            .connectionPool(new ConnectionPool())
            // Redirects and retries are ours: OkHttp's would resend bodies, and send secrets along.
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            // A quiet stream is healthy. The time to the response is bounded by the supervisor.
            .readTimeout(0, TimeUnit.MILLISECONDS)
            .callTimeout(0, TimeUnit.MILLISECONDS)
            .build();
  }

  OkHttpClient streaming() {
    return streaming;
  }

  public void close() {
    streaming.connectionPool().evictAll();
  }
}
