package dev.holdfast;

import dev.holdfast.internal.RealStreamClient;
import dev.holdfast.internal.loop.Environment;
import java.io.Closeable;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Opens streams. Create one for an app and share it: it is safe for use from any thread, and its
 * streams share connections and one control thread. Each connected stream occupies one reader
 * besides, a virtual thread on JVM 24 and later and a daemon platform thread elsewhere.
 *
 * <pre>{@code
 * StreamClient client = StreamClient.create();
 * Subscription prices =
 *     client.subscribe(
 *         StreamRequest.of("https://example.com/prices"),
 *         event -> System.out.println(event.data()));
 * }</pre>
 */
public interface StreamClient extends Closeable {

  /** Returns a client with default settings. */
  static StreamClient create() {
    return builder().build();
  }

  /** Returns a builder of a client. */
  static Builder builder() {
    return new Builder();
  }

  /**
   * Opens a stream, or joins one that is {@linkplain StreamRequest.Builder#share() shared}, and
   * returns at once. It stays open, over as many connections as that takes, until it is cancelled,
   * the server ends it, or something happens that no retry can mend.
   *
   * @param request what to open
   * @param listener receives the events
   * @return the handle to end it by
   * @throws IllegalStateException if the client is closed, or another stream, of any client, has
   *     the same name in the same cursor store
   */
  Subscription subscribe(StreamRequest request, StreamListener listener);

  /**
   * Opens a stream whose events the app asks for, one after the other, in place of a listener's
   * being told. Returns at once.
   *
   * @param request what to open
   * @return the events; to be closed
   * @throws IllegalArgumentException if the request has {@link StreamRequest.Builder#share()} or a
   *     {@link StreamRequest.Builder#delivery}, which are for listeners
   * @throws IllegalStateException as for {@link #subscribe}
   */
  EventIterator stream(StreamRequest request);

  /**
   * Opens a channel, a stream that talks both ways, and returns at once. It receives at once by
   * Server-Sent Events, or by long polling, and moves to WebSocket beside that, without a gap;
   * where WebSocket is blocked it stays as it is, and tries again later.
   *
   * @param request what to open. Its {@linkplain StreamRequest#transports() transports}, where it
   *     names none, are SSE, long polling and WebSocket (the last two only where they have URLs of
   *     their own, if it is no GET); one that names WebSocket first begins with it, and one that
   *     does not name it never uses it
   * @param listener receives the events
   * @return the handle to end it by
   * @throws IllegalArgumentException if the request has {@link StreamRequest.Builder#share()}: what
   *     is sent and acknowledged is between this channel and its server
   * @throws IllegalStateException as for {@link #subscribe}
   */
  Channel open(StreamRequest request, ChannelListener listener);

  /**
   * Tells the client that the machine is on another network, or has one again: streams that wait
   * connect at once, and those that are open move to a new connection, without a gap where their
   * server can resume. What was learned about transports that a network blocks is kept by network.
   * Returns at once.
   *
   * @param network a name for the network, such as {@code wifi:home}; kept in memory only. Empty
   *     where the app has none, which then counts as one network.
   */
  void networkChanged(String network);

  /**
   * Tells the client that the machine has no network: until {@link #networkChanged} no attempt
   * begins, of streams that are opened meanwhile neither; nobody is asked for credentials, no
   * message goes out by POST, and no limit on retries counts what fails or the time that passes.
   * Connections that there are stay until they break: a network may come back before they notice.
   * Returns at once.
   */
  void networkLost();

  /**
   * Cancels all streams, and frees every thread, socket and timer of the client. Returns promptly;
   * does nothing the second time. After it no callback starts. Positions that are still being saved
   * in cursor stores are waited for by {@link Subscription#awaitClosed()}, not here.
   */
  @Override
  void close();

  /** Builds a {@link StreamClient}. */
  final class Builder {
    private @Nullable OkHttpClient okHttpClient;
    private @Nullable Executor readerExecutor;
    private @Nullable LongSupplier bootClock;

    private Builder() {}

    /**
     * Sets the client whose settings the streams take over: proxy, DNS, TLS, connect timeout,
     * interceptors, cookies, authenticators. Its connection pool, dispatcher and cache are neither
     * used nor changed, and it is not closed. Its read and call timeouts do not apply to streams,
     * nor does it follow redirects or retry for them: Holdfast does both itself.
     *
     * @param okHttpClient a client of the app; by default one with OkHttp's own settings
     * @return this builder
     */
    public Builder okHttpClient(OkHttpClient okHttpClient) {
      this.okHttpClient = Objects.requireNonNull(okHttpClient, "okHttpClient");
      return this;
    }

    /**
     * Sets what runs the readers. Each connection occupies one task for as long as it lives, a
     * WebSocket two; connections that overlap, messages by POST, credentials, cursor stores and
     * callbacks run there too. So the executor should not be bounded: one with fewer threads than
     * that leaves streams waiting for each other. It must not run tasks in the calling thread.
     *
     * @param readerExecutor an executor of the app, which stays the app's to shut down; by default
     *     virtual threads on JVM 24 and later, daemon threads elsewhere
     * @return this builder
     */
    public Builder readerExecutor(Executor readerExecutor) {
      this.readerExecutor = Objects.requireNonNull(readerExecutor, "readerExecutor");
      return this;
    }

    /**
     * Sets a clock that goes on while the machine sleeps, and that nobody puts right: on Android
     * {@code SystemClock::elapsedRealtime}. By it the client notices that the machine slept, as
     * such a clock then is ahead of {@link System#nanoTime}; connections from before are replaced
     * as by {@link StreamClient#networkChanged}. The default is the time of day, which serves as
     * well, but for its own jumps: one of more than 10 s counts as sleep.
     *
     * @param millis milliseconds since any moment; asked every 5 s while there are streams, and by
     *     the caller that opens one; must not block. While it throws, no sleep is noticed
     */
    public Builder bootClock(LongSupplier millis) {
      this.bootClock = Objects.requireNonNull(millis, "millis");
      return this;
    }

    /** Returns a client. */
    public StreamClient build() {
      return new RealStreamClient(
          okHttpClient == null ? new OkHttpClient() : okHttpClient,
          Environment.system(readerExecutor, bootClock));
    }
  }
}
