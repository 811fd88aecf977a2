package dev.holdfast.internal.session;

import dev.holdfast.Receipt;
import dev.holdfast.StreamException;
import dev.holdfast.internal.loop.Nanos;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A receipt. Its state is written in the stream's serial context; the app is told by {@link #tell},
 * on a thread that may be in app code.
 */
public final class RealReceipt implements Receipt {
  private final String id;
  private final Runnable mayWait;
  private final CountDownLatch decided = new CountDownLatch(1);
  private final CompletableFuture<Receipt> told = new CompletableFuture<>();

  // Written in the serial context; the cause first.
  private volatile @Nullable StreamException cause;
  private volatile State state = State.QUEUED;

  /**
   * @param mayWait throws where the calling thread must not wait
   */
  public RealReceipt(String id, Runnable mayWait) {
    this.id = id;
    this.mayWait = mayWait;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public @Nullable StreamException cause() {
    return cause;
  }

  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    if (!state.isFinal()) {
      mayWait.run();
    }
    return decided.await(Nanos.of(timeout), TimeUnit.NANOSECONDS);
  }

  @Override
  public Receipt onDone(Consumer<? super Receipt> action) {
    told.thenAccept(action);
    return this;
  }

  /** A stage of its own, so that the app cannot complete ours. */
  @Override
  public CompletionStage<Receipt> completion() {
    return told.thenApply(Function.identity());
  }

  void sent() {
    state = State.SENT;
  }

  void decide(State last, @Nullable StreamException why) {
    if (state.isFinal()) {
      throw new IllegalStateException(id + " is " + state + " already, not " + last);
    }
    cause = why;
    state = last;
    decided.countDown();
  }

  /** Tells the app that it is decided. */
  public void tell() {
    told.complete(this);
  }

  @Override
  public String toString() {
    return "Receipt{" + id + ", " + state + "}";
  }
}
