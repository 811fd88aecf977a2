package dev.holdfast;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does something at the first callback of a kind, and counts what is called after that. */
final class ActingListener implements StreamListener {
  private final Callback in;
  private final Consumer<Subscription> action;
  private final CompletableFuture<Subscription> stream = new CompletableFuture<>();
  private final AtomicInteger after = new AtomicInteger();
  private volatile boolean acted;

  ActingListener(Callback in, Consumer<Subscription> action) {
    this.in = in;
    this.action = action;
  }

  /** A callback may come before subscribe() has returned; it waits for this. */
  void give(Subscription subscription) {
    stream.complete(subscription);
  }

  boolean acted() {
    return acted;
  }

  int callbacksAfter() {
    return after.get();
  }

  private void heard(Callback callback) {
    if (acted) {
      after.incrementAndGet();
    } else if (callback == in) {
      Subscription subscription = stream.orTimeout(10, TimeUnit.SECONDS).join();
      acted = true;
      action.accept(subscription);
    }
  }

  @Override
  public void onEvent(StreamEvent event) {
    heard(Callback.EVENT);
  }

  @Override
  public void onOpen(ConnectionInfo connection) {
    heard(Callback.OPEN);
  }

  @Override
  public void onRetry(RetryInfo retry) {
    heard(Callback.RETRY);
  }

  @Override
  public void onGap(Gap gap) {
    heard(Callback.GAP);
  }

  @Override
  public void onStateChange(ConnectionState state, @Nullable StreamException cause) {
    heard(Callback.STATE_CHANGE);
  }

  @Override
  public void onClosed(@Nullable StreamException cause) {
    if (acted) {
      after.incrementAndGet();
    }
  }
}
