package dev.holdfast.internal.share;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import dev.holdfast.EventDecodingException;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.internal.connection.CloseCauses;
import dev.holdfast.internal.delivery.Delivery;
import dev.holdfast.internal.loop.Nanos;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the subscriptions that share a stream: with a delivery of its own, so that its listener
 * fails, and ends, alone. The delivery is emptied in callbacks of the shared stream only; into the
 * listener, or into the buffer before an executor of its own.
 */
final class SharedSubscription implements Subscription, Delivery.Output {
  private static final Logger log = LoggerFactory.getLogger("dev.holdfast.StreamClient");

  private final StreamRequest request;
  private final SharedStream stream;
  private final Delivery delivery;
  private final Set<SharedSubscription> audible;

  /** Both written under this object's lock, once, the cause first. */
  private volatile @Nullable StreamException cause;

  private volatile boolean over;

  /**
   * @param audible those for which a callback may start; this removes itself once none will
   */
  SharedSubscription(
      StreamRequest request,
      StreamListener listener,
      @Nullable String position,
      SharedStream stream,
      Set<SharedSubscription> audible) {
    this.request = request;
    this.stream = stream;
    this.audible = audible;
    this.delivery =
        new Delivery(listener, request, position, stream.upstream().environment(), this);
  }

  // ---- What the stream says.

  /** Queues what a listener that joins is told first. */
  void joined(
      ConnectionState state,
      @Nullable StreamException stateCause,
      @Nullable ConnectionInfo connection) {
    delivery.notice(listener -> listener.onStateChange(state, stateCause));
    if (connection != null) {
      delivery.notice(listener -> listener.onOpen(connection));
    }
  }

  void event(StreamEvent event) {
    delivery.event(event, event.lastEventId());
    deliver();
  }

  void moved(@Nullable String cursor) {
    delivery.cursor(cursor);
    deliver();
  }

  void tell(Consumer<StreamListener> callback) {
    delivery.notice(callback);
    deliver();
  }

  void streamClosed(@Nullable StreamException closeCause) {
    if (end(closeCause)) {
      last(closeCause);
      delivery.drain();
    }
  }

  void drain() {
    delivery.drain();
  }

  /** A buffer that is full holds up the stream, as a slow listener does. */
  private void deliver() {
    delivery.drain();
    delivery.awaitRoom(() -> true);
  }

  private void last(@Nullable StreamException closeCause) {
    delivery.last(
        listener -> {
          audible.remove(this);
          listener.onClosed(closeCause);
        });
  }

  private synchronized boolean end(@Nullable StreamException closeCause) {
    if (over) {
      return false;
    }
    cause = closeCause;
    over = true;
    return true;
  }

  // ---- What the delivery says.

  @Override
  public void listenerFailed(StreamEvent event, Throwable failure) {
    close(CloseCauses.listenerFailure(event, failure));
  }

  @Override
  public void overflowed(StreamEvent event) {
    close(CloseCauses.overflow(request, event));
  }

  @Override
  public void executorRejected(Throwable refusal) {
    close(CloseCauses.executorRejection(refusal));
  }

  private void close(StreamException failed) {
    if (end(failed)) {
      log.atInfo()
          .addKeyValue("stream", request)
          .addKeyValue("reason", failed.reason())
          .log("a subscription of a shared stream is CLOSED: {}", failed.getMessage());
      delivery.notice(listener -> listener.onStateChange(ConnectionState.CLOSED, failed));
      last(failed);
      // Not in the middle of a callback of the stream, perhaps, which would deliver it.
      delivery.schedule();
      stream.leave(this);
    }
  }

  @Override
  public void eventSkipped(StreamEvent event, Throwable failure) {
    log.atWarn()
        .addKeyValue("stream", request)
        .addKeyValue("id", event.id())
        .setCause(failure)
        .log(
            failure instanceof EventDecodingException
                ? "the payload of an event cannot be used, and the event is skipped: {}"
                : "a listener of a shared stream failed at an event, which it skips: {}",
            event);
  }

  /** Nobody is left to call the listener, so that nothing else would take this out. */
  @Override
  public void abandoned() {
    audible.remove(this);
  }

  /** The stream is over, and has no callback to say so: none of this starts either. */
  void streamAbandoned() {
    end(stream.upstream().closeCause());
    delivery.stop();
    audible.remove(this);
  }

  @Override
  public void callbackFailed(Throwable failure) {
    log.warn("{}: a callback of the listener failed", request, failure);
  }

  // ---- What the app says.

  @Override
  public StreamRequest request() {
    return request;
  }

  @Override
  public ConnectionState state() {
    return over ? ConnectionState.CLOSED : stream.upstream().state();
  }

  @Override
  public @Nullable String lastEventId() {
    return delivery.processedCursor();
  }

  @Override
  public @Nullable StreamException closeCause() {
    return over ? cause : stream.upstream().closeCause();
  }

  @Override
  public Diagnostics diagnostics() {
    Diagnostics shared = stream.upstream().diagnostics();
    Diagnostics own =
        over ? new Diagnostics(ConnectionState.CLOSED, null, shared.attempts()) : shared;
    return own.withDropped(delivery.dropped());
  }

  @Override
  public void reconnectNow() {
    if (!over) {
      stream.upstream().reconnectNow();
    }
  }

  @Override
  public void pause() {
    stream.pause(this, true);
  }

  @Override
  public void resume() {
    stream.pause(this, false);
  }

  @Override
  public void cancel() {
    end(stream.upstream().closeCause());
    delivery.stop();
    audible.remove(this);
    stream.leave(this);
  }

  @Override
  public void awaitClosed() throws InterruptedException {
    stream.upstream().checkNotInCallback();
    delivery.checkNotInCallback();
    delivery.over().await();
  }

  @Override
  public boolean awaitClosed(Duration timeout) throws InterruptedException {
    stream.upstream().checkNotInCallback();
    delivery.checkNotInCallback();
    return delivery.over().await(Nanos.of(timeout), TimeUnit.NANOSECONDS);
  }

  @Override
  public String toString() {
    return "Subscription{" + state() + ", one of " + stream.size() + ", " + request + "}";
  }
}
