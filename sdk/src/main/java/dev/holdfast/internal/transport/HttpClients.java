package dev.holdfast.internal.transport;

import dev.holdfast.internal.loop.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The clients that streams use: the app's settings, with everything of our own that a long response
 * needs. The app's dispatcher, pool and cache are neither used for streams nor touched.
 *
 * <p>Streams are spread over a few connection pools, since a pool is searched as a list and a long
 * one is slow; streams that were opened one after the other share a pool, and so an HTTP/2
 * connection. A pool is replaced by a new generation when a connection of it is in doubt: a dead
 * HTTP/2 connection would be handed out again.
 */
public final class HttpClients {
  static final int PING_MILLIS = 25_000;
  static final int POOLS = 16;
  static final int STREAMS_A_POOL = 64;

  /** Streams that share a dead connection doubt it one after the other, and share its successor. */
  private static final long SAME_DOUBT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long a WebSocket that we close may take to be closed by the other side as well. */
  private static final long CLOSE_MILLIS = 1_000;

  private static final long PATIENCE_MILLIS = 5_000;

  private final OkHttpClient template;
  private final Dispatcher sockets;
  private final Clock clock;
  private final @Nullable Generation[] pools = new Generation[POOLS];
  private final List<ConnectionPool> retired = new ArrayList<>();
  private volatile boolean closed;

  /**
   * @param readers runs what OkHttp itself does for each WebSocket, for as long as it lives
   */
  public HttpClients(OkHttpClient base, Clock clock, Executor readers) {
    this.clock = clock;
    // To load it when descriptors have run out could fail for lack of one.
    Failures.load();
    this.sockets = new Dispatcher(new SocketThreads(readers));
    // Each is there for life, and one that waits its turn would wait without a word.
    sockets.setMaxRequests(Integer.MAX_VALUE);
    sockets.setMaxRequestsPerHost(Integer.MAX_VALUE);
    this.template =
        base.newBuilder()
            .cache(null)
            .dispatcher(new Dispatcher())
            // Redirects and retries are ours: OkHttp's would resend bodies, and send secrets along.
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            // A quiet stream is healthy. The time to the response is bounded by the supervisor.
            .readTimeout(0, TimeUnit.MILLISECONDS)
            .callTimeout(0, TimeUnit.MILLISECONDS)
            .addNetworkInterceptor(OnSent.TELL)
            // A dead HTTP/2 connection is found by this, for all of its streams at once.
            .pingInterval(
                base.pingIntervalMillis() > 0 ? base.pingIntervalMillis() : PING_MILLIS,
                TimeUnit.MILLISECONDS)
            .build();
  }

  /**
   * Returns the client for an attempt.
   *
   * @param stream the number of its stream within the client
   * @param fresh whether it must not use a connection that was there before this moment
   */
  synchronized OkHttpClient client(int stream, boolean fresh) {
    int slot = Math.floorMod(stream / STREAMS_A_POOL, POOLS);
    Generation current = pools[slot];
    long now = clock.nanoTime();
    if (current == null || (fresh && now - current.since > SAME_DOUBT_NANOS)) {
      if (current != null) {
        retired.add(current.client.connectionPool());
      }
      current =
          new Generation(template.newBuilder().connectionPool(new ConnectionPool()).build(), now);
      pools[slot] = current;
    }
    return current.client;
  }

  /**
   * Returns the client for one WebSocket.
   *
   * @param upgrade goes with its handshake, after the app's interceptors
   */
  OkHttpClient socketClient(int stream, AttemptSpec spec, Upgrade upgrade) {
    OkHttpClient client = client(stream, spec.fresh());
    // A connect that fails is to be told from a handshake that nobody answers.
    long connect = Math.max(1, spec.request().proofTimeout().toMillis() * 4 / 5);
    if (client.connectTimeoutMillis() > 0) {
      connect = Math.min(connect, client.connectTimeoutMillis());
    }
    return client
        .newBuilder()
        .dispatcher(sockets)
        .addInterceptor(upgrade)
        .dns(upgrade.dns(client.dns()))
        .connectTimeout(Math.min(connect, Integer.MAX_VALUE), TimeUnit.MILLISECONDS)
        .webSocketCloseTimeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS)
        .build();
  }

  /** How long a WebSocket's thread may be kept from its socket, where pongs may wait. */
  long patienceNanos() {
    return TimeUnit.MILLISECONDS.toNanos(
        Math.min(PATIENCE_MILLIS, template.pingIntervalMillis() / 2));
  }

  /**
   * Returns the client for a request that a redirect sends to another origin. An app's interceptors
   * see a call once, as they do when OkHttp follows a redirect: what they add is meant for the
   * origin that the app named.
   */
  OkHttpClient withoutInterceptors(OkHttpClient client) {
    OkHttpClient.Builder builder = client.newBuilder();
    builder.interceptors().clear();
    return builder.build();
  }

  /** No connection is kept from now on. Closes none itself: that would be I/O on this thread. */
  public void close() {
    closed = true;
  }

  /** A reader has given its connection back. */
  void readerEnded() {
    if (closed) {
      evictIdle();
    } else {
      evictRetired();
    }
  }

  /** Closes the connections that no stream uses. Does I/O, so never in a serial context. */
  public void evictIdle() {
    List<ConnectionPool> all = new ArrayList<>();
    synchronized (this) {
      for (Generation generation : pools) {
        if (generation != null) {
          all.add(generation.client.connectionPool());
        }
      }
    }
    all.forEach(ConnectionPool::evictAll);
    evictRetired();
  }

  /** Closes the idle connections of earlier generations; those in use close with their streams. */
  void evictRetired() {
    List<ConnectionPool> all;
    synchronized (this) {
      if (retired.isEmpty()) {
        return;
      }
      all = new ArrayList<>(retired);
    }
    all.forEach(ConnectionPool::evictAll);
    synchronized (this) {
      retired.removeIf(pool -> pool.connectionCount() == 0);
    }
  }

  private static final class Generation {
    final OkHttpClient client;
    final long since;

    Generation(OkHttpClient client, long since) {
      this.client = client;
      this.since = since;
    }
  }
}
