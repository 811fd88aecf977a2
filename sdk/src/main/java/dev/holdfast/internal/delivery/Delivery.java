package dev.holdfast.internal.delivery;

import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.PayloadPolicy;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands a stream's events and notices to the app: one at a time, in the order in which they were
 * queued, by whichever reader is there. The queue is filled from the serial context; each reader
 * that filled it empties it before it reads on, so it never holds more than one event a reader and
 * what a candidate held back.
 */
public final class Delivery {
  private final StreamListener listener;
  private final ListenerFailurePolicy failures;
  private final Set<String> types;
  private final Executor readers;
  private final Output output;
  private final Queue<Consumer<StreamListener>> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);

  private volatile @Nullable String processed;
  private volatile boolean stopped;
  private volatile boolean lastQueued;

  /** Guarded by {@link #lock}: no further event is offered, as one failed for good. */
  private boolean failed;

  /** What delivery tells the stream. */
  public interface Output {
    /** The listener failed for good, and its policy closes the stream. */
    void listenerFailed(StreamEvent event, Throwable failure);

    /** The listener failed at an event, which is skipped; its listener is told next. */
    default void eventSkipped(StreamEvent event, Throwable failure) {}

    /** A callback other than {@code onEvent} threw. */
    void callbackFailed(Throwable failure);

    /** The processed cursor moved; on the thread that called the listener, before the next call. */
    default void processed(@Nullable String cursor) {}

    /** There is no thread to deliver what is queued, the last callback included. */
    default void abandoned() {}

    /** The processed cursor moved without an event, in its turn among the callbacks. */
    default void cursorMoved(@Nullable String cursor) {}
  }

  /**
   * @param request says which events the listener hears of, and what follows when it fails
   * @param startCursor the processed cursor until an event is
   */
  public Delivery(
      StreamListener listener,
      StreamRequest request,
      @Nullable String startCursor,
      Executor readers,
      Output output) {
    this.listener = listener;
    this.failures = request.listenerFailures();
    this.types = request.eventTypes();
    this.processed = startCursor;
    this.readers = readers;
    this.output = output;
  }

  /** Sets the processed cursor, before anything is queued. */
  public void startAt(@Nullable String cursor) {
    processed = cursor;
  }

  /** The cursor after the last event that the app has processed. From any thread. */
  public @Nullable String processedCursor() {
    return processed;
  }

  /**
   * Queues an event; the processed cursor becomes {@code cursor} once the app is done with it, or
   * in its turn if it is not to hear of it.
   */
  public void event(StreamEvent event, @Nullable String cursor) {
    if (!types.isEmpty() && !types.contains(event.type())) {
      cursor(cursor);
      return;
    }
    queue.add(
        to -> {
          if (!failed && offer(to, event)) {
            moveTo(cursor);
          }
        });
  }

  /** Queues a move of the processed cursor. */
  public void cursor(@Nullable String cursor) {
    queue.add(
        to -> {
          if (!failed) {
            moveTo(cursor);
            output.cursorMoved(cursor);
          }
        });
  }

  private void moveTo(@Nullable String cursor) {
    processed = cursor;
    output.processed(cursor);
  }

  /** Queues a callback. */
  public void notice(Consumer<StreamListener> callback) {
    queue.add(to -> guarded(callback));
  }

  /** Queues the last callback. */
  public void last(Consumer<StreamListener> callback) {
    lastQueued = true;
    queue.add(
        to -> {
          try {
            guarded(callback);
          } finally {
            stop();
          }
        });
  }

  /** Delivers what is queued, on a thread that may be in app code; waits for its turn. */
  public void drain() {
    if (queue.isEmpty() || lock.isHeldByCurrentThread()) {
      return;
    }
    lock.lock();
    try {
      Consumer<StreamListener> item;
      while (!stopped && (item = queue.poll()) != null) {
        item.accept(listener);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has what is queued delivered by a reader thread. For threads that must not be in app code. */
  public void schedule() {
    if (stopped || queue.isEmpty() || !scheduled.compareAndSet(false, true)) {
      return;
    }
    try {
      readers.execute(
          () -> {
            scheduled.set(false);
            drain();
          });
    } catch (RuntimeException | OutOfMemoryError noThread) {
      // The next reader delivers what is queued; where none will come, nobody is to wait for it.
      scheduled.set(false);
      if (lastQueued) {
        stop();
        output.abandoned();
      }
    }
  }

  /** No callback starts after this. From any thread, in a callback too. */
  public void stop() {
    stopped = true;
    queue.clear();
    over.countDown();
  }

  /** Waits until no callback runs. Not for a callback of this stream. */
  public void awaitCallback() {
    lock.lock();
    lock.unlock();
  }

  /** Whether the calling thread is in a callback of this stream. */
  public boolean isInCallback() {
    return lock.isHeldByCurrentThread();
  }

  /** Fails in a callback of this stream: it would wait for itself. */
  public void checkNotInCallback() {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("awaitClosed() in a callback would wait for itself");
    }
  }

  /** Open until the last callback has returned, or {@link #stop} was called. */
  public CountDownLatch over() {
    return over;
  }

  private boolean offer(StreamListener to, StreamEvent event) {
    Throwable failure = null;
    for (int i = 0; i <= failures.retries() && !stopped; i++) {
      try {
        to.onEvent(event);
        return true;
      } catch (Throwable thrown) {
        // An InterruptedException too: the flag, set again, would break the reader's next read.
        failure = thrown;
        if (!FailureRules.mayPass(thrown)) {
          break;
        }
      }
    }
    if (failure == null || stopped) {
      return false;
    }
    Throwable last = failure;
    PayloadPolicy then = FailureRules.then(last, failures);
    if (then == PayloadPolicy.CLOSE) {
      failed = true;
      output.listenerFailed(event, last);
      return false;
    }
    if (then == PayloadPolicy.SKIP) {
      return true;
    }
    output.eventSkipped(event, last);
    guarded(listener -> listener.onEventFailed(event, last));
    return true;
  }

  private void guarded(Consumer<StreamListener> callback) {
    if (stopped) {
      return;
    }
    try {
      callback.accept(listener);
    } catch (Throwable thrown) {
      output.callbackFailed(thrown);
    }
  }
}
