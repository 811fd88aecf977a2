package dev.holdfast.internal.connection;

import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.internal.delivery.Delivery;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.session.Arrival;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.store.StoreClaims;
import dev.holdfast.internal.transport.Transports;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream, put together: what its supervisor accepts goes to its delivery. */
public final class RealSubscription implements Subscription, Session.Output, Delivery.Output {
  private static final Logger log = LoggerFactory.getLogger("dev.holdfast.StreamClient");

  private final Environment env;
  private final StreamRequest request;
  private final Delivery delivery;
  private final Supervisor supervisor;
  private final Consumer<RealSubscription> onOver;
  private final StoredPosition stored;
  private volatile boolean cancelled;
  private volatile Runnable onPause = () -> {};
  private volatile Consumer<@Nullable String> cursorMoves = cursor -> {};

  /**
   * @param onOver is told, at least once, when the stream is over; must be quick
   */
  public RealSubscription(
      Environment env,
      StreamRequest request,
      TransportOrder order,
      StreamListener listener,
      Transports transports,
      TransportMemory memory,
      Consumer<RealSubscription> onOver) {
    this.env = env;
    this.request = request;
    this.onOver = onOver;
    this.delivery = new Delivery(listener, request, request.lastEventId(), env, this);
    this.stored =
        new StoredPosition(env, request, delivery, () -> state() == ConnectionState.CLOSED);
    this.supervisor =
        new Supervisor(
            env,
            request,
            order,
            transports,
            memory,
            new Session(request.lastEventId(), this),
            delivery,
            stored::beforeLast,
            () -> this.onOver.accept(this));
  }

  /**
   * Takes the stream's place in its cursor store, if it has one, before it starts.
   *
   * @throws IllegalStateException if another stream has it
   */
  public void claim(StoreClaims claims) {
    stored.claim(claims);
  }

  public void start() {
    stored.begin(supervisor);
  }

  /** The network changed, or the machine slept. */
  public void networkChanged() {
    supervisor.fromControl(supervisor.demands()::networkChanged);
  }

  /** There is no network. */
  public void networkLost() {
    supervisor.fromControl(supervisor.demands()::networkLost);
  }

  /** Replaces the connection, though it works. */
  public void renew() {
    supervisor.fromControl(supervisor.demands()::renew);
  }

  /** Finds out, by a candidate beside it, whether the connection is alive. */
  public void verify() {
    supervisor.fromControl(supervisor.demands()::verify);
  }

  /** Whether the app ended the stream, so that no callback may start. From any thread. */
  public boolean isCancelled() {
    return cancelled;
  }

  /** Sets who is told, in the serial context, that the stream has been paused. */
  public void onPause(Runnable onPause) {
    this.onPause = onPause;
  }

  /** Sets who is told, among the callbacks, that the cursor moved without an event. */
  public void onCursorMoved(Consumer<@Nullable String> cursorMoves) {
    this.cursorMoves = cursorMoves;
  }

  /** Runs a task among the callbacks, on a reader thread. From any thread. */
  public void deliver(Runnable task) {
    delivery.notice(listener -> task.run());
    delivery.schedule();
  }

  /** What the stream runs on. */
  public Environment environment() {
    return env;
  }

  /** Whether the calling thread is in a callback of this stream. */
  boolean isInCallback() {
    return delivery.isInCallback();
  }

  Supervisor supervisor() {
    return supervisor;
  }

  /** Fails in a callback of this stream: it would wait for itself. */
  public void checkNotInCallback() {
    delivery.checkNotInCallback();
  }

  @Override
  public StreamRequest request() {
    return request;
  }

  @Override
  public ConnectionState state() {
    return cancelled ? ConnectionState.CLOSED : supervisor.lifecycle().state();
  }

  @Override
  public @Nullable String lastEventId() {
    return delivery.processedCursor();
  }

  @Override
  public @Nullable StreamException closeCause() {
    return supervisor.lifecycle().closeCause();
  }

  @Override
  public Diagnostics diagnostics() {
    return supervisor.diagnostics();
  }

  @Override
  public void reconnectNow() {
    supervisor.fromControl(supervisor.demands()::reconnectNow);
  }

  @Override
  public void pause() {
    pause(() -> true);
  }

  @Override
  public void resume() {
    pause(() -> false);
  }

  /** Pauses the stream or resumes it, as is wanted by the time that it does. */
  public void pause(BooleanSupplier wanted) {
    supervisor.fromControl(
        () -> {
          boolean paused = wanted.getAsBoolean();
          if (supervisor.demands().pause(paused)) {
            stored.resting(paused);
            if (paused) {
              onPause.run();
            }
          }
        });
  }

  @Override
  public void cancel() {
    // First, or an event that is not offered any more would count as one at which it failed.
    delivery.stop();
    cancelled = true;
    supervisor.fromControl(() -> supervisor.close(null));
    stored.saveLast();
  }

  @Override
  public void awaitClosed() throws InterruptedException {
    delivery.checkNotInCallback();
    delivery.over().await();
    stored.over().await();
  }

  @Override
  public boolean awaitClosed(Duration timeout) throws InterruptedException {
    delivery.checkNotInCallback();
    long nanos = Nanos.of(timeout);
    long start = env.clock.nanoTime();
    return delivery.over().await(nanos, TimeUnit.NANOSECONDS)
        && stored.over().await(nanos - (env.clock.nanoTime() - start), TimeUnit.NANOSECONDS);
  }

  @Override
  public void accepted(Arrival arrival) {
    StreamEvent event = arrival.event();
    if (event == null) {
      delivery.cursor(arrival.cursor());
    } else {
      delivery.event(event, arrival.cursor());
    }
  }

  @Override
  public void gap(Gap gap) {
    delivery.notice(listener -> listener.onGap(gap));
  }

  @Override
  public void listenerFailed(StreamEvent event, Throwable failure) {
    StreamException cause = CloseCauses.listenerFailure(event, failure);
    supervisor.fromControl(() -> supervisor.close(cause));
  }

  @Override
  public void processed(@Nullable String cursor, int count) {
    stored.moved(cursor, count);
  }

  @Override
  public void afterProcessed() {
    stored.saveDue();
  }

  @Override
  public void abandoned() {
    cancelled = true;
    stored.saveLast();
    onOver.accept(this); // As no callback says so.
  }

  @Override
  public void overflowed(StreamEvent event) {
    StreamException cause = CloseCauses.overflow(request, event);
    supervisor.fromControl(() -> supervisor.close(cause));
  }

  @Override
  public void executorRejected(Throwable refusal) {
    StreamException cause = CloseCauses.executorRejection(refusal);
    log.warn("{}: {}", request, cause.getMessage());
    supervisor.fromControl(() -> supervisor.close(cause));
  }

  @Override
  public void caughtUp() {
    supervisor.backlog().caughtUp();
  }

  @Override
  public void cursorMoved(@Nullable String cursor) {
    cursorMoves.accept(cursor);
  }

  @Override
  public void callbackFailed(Throwable failure) {
    log.warn("{}: a callback of the listener failed", request, failure);
  }

  @Override
  public String toString() {
    return "Subscription{" + state() + ", " + request + "}";
  }
}
