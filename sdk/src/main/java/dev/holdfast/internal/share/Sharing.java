package dev.holdfast.internal.share;

import dev.holdfast.DeliverySettings;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.internal.connection.RealSubscription;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The shared streams of a client: who asks for an equal one joins it. From any thread. */
public final class Sharing {
  private final Upstreams upstreams;

  /** By request, without what may differ: a stream that may be joined, or has just ended. */
  private final ConcurrentMap<StreamRequest, SharedStream> streams = new ConcurrentHashMap<>();

  /** Those for which a callback may start; {@link #close} ends them. */
  private final Set<SharedSubscription> subscriptions = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  /** Makes streams. */
  public interface Upstreams {
    /**
     * Makes a stream; nothing begins.
     *
     * @param onNoLast is told if the stream is over without a last callback; must be quick
     */
    RealSubscription create(StreamRequest request, StreamListener listener, Runnable onNoLast);

    /**
     * Begins it.
     *
     * @throws IllegalStateException if the client is closed
     */
    void start(RealSubscription stream);
  }

  public Sharing(Upstreams upstreams) {
    this.upstreams = upstreams;
  }

  /**
   * Joins a stream, or opens the one that others may join.
   *
   * @return the handle, or null if the request names a position at which the stream is not
   * @throws IllegalStateException if the client is closed
   */
  public @Nullable Subscription subscribe(StreamRequest request, StreamListener listener) {
    StreamRequest key =
        request
            .newBuilder()
            .lastEventId(null)
            .eventTypes()
            .delivery(DeliverySettings.inline())
            .build();
    while (true) {
      SharedStream stream = streams.computeIfAbsent(key, any -> open(key, request.lastEventId()));
      SharedSubscription joined = stream.join(request, listener);
      if (joined != null) {
        return begun(joined, stream);
      }
      if (!stream.isOver()) {
        return null;
      }
      // Its end is under way on another thread. Whoever comes first clears the place.
      streams.remove(key, stream);
    }
  }

  private SharedStream open(StreamRequest key, @Nullable String lastEventId) {
    StreamRequest request = key.newBuilder().lastEventId(lastEventId).build();
    return new SharedStream(request, upstreams, subscriptions, over -> streams.remove(key, over));
  }

  private Subscription begun(SharedSubscription joined, SharedStream stream) {
    if (closed) {
      joined.cancel();
      throw new IllegalStateException("the client is closed");
    }
    stream.start();
    return joined;
  }

  /** Cancels all of them; who subscribes from now on fails. */
  public void close() {
    closed = true;
    subscriptions.forEach(Subscription::cancel);
  }

  @Override
  public String toString() {
    return "Sharing{" + streams.size() + " streams, " + subscriptions.size() + " subscriptions}";
  }
}
