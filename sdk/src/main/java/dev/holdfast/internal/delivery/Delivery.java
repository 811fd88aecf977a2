package dev.holdfast.internal.delivery;

import dev.holdfast.DeliverySettings;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.internal.loop.Environment;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands a stream's events and notices to the app: one at a time, in the order in which they were
 * queued. The queue is filled from the serial context; each reader that filled it empties it before
 * it reads on, so it never holds more than one event a reader and what a candidate held back. It is
 * emptied into the listener itself, or into the buffer before the app's executor, whose policy
 * applies then.
 */
public final class Delivery {
  /** With so many items in the queue it is the listener that is behind. */
  private static final int MOST_QUEUED = 32;

  private final Set<String> types;
  private final Executor readers;
  private final Output output;
  private final Progress progress;
  private final Stage stage;
  private final Queue<Consumer<Stage>> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);

  /** Somebody was told that the queue is full, and is to be told when it no longer is. */
  private volatile boolean behind;

  private volatile boolean stopped;
  private volatile boolean lastQueued;

  /** What delivery tells the stream, on the thread that has its turn. */
  public interface Output {
    /** The listener failed for good, and its policy closes the stream. */
    void listenerFailed(StreamEvent event, Throwable failure);

    /** The listener failed at an event, which is skipped; its listener is told next. */
    default void eventSkipped(StreamEvent event, Throwable failure) {}

    /** A callback other than {@code onEvent} threw. */
    void callbackFailed(Throwable failure);

    /**
     * The processed cursor moved; on the thread that called the listener, before the next call.
     * Where the app acknowledges, on the thread that does, which must not be held up, and under a
     * lock, so that nothing of the app's may be called.
     *
     * @param count how many events, or positions without one, it has passed
     */
    default void processed(@Nullable String cursor, int count) {}

    /** Follows {@link #processed}, on the same thread, without that lock. */
    default void afterProcessed() {}

    /** There is no thread to deliver what is queued, the last callback included. */
    default void abandoned() {}

    /** The processed cursor moved without an event, in its turn among the callbacks. */
    default void cursorMoved(@Nullable String cursor) {}

    /** There was no room for an event, and the policy closes the stream. */
    void overflowed(StreamEvent event);

    /** The app's executor takes no task; what is left is told on a reader thread. */
    void executorRejected(Throwable refusal);

    /** There is room again where there was none. */
    default void caughtUp() {}
  }

  /**
   * @param request says which events the listener hears of, where, and what follows when it fails
   * @param startCursor the processed cursor until an event is
   */
  public Delivery(
      StreamListener listener,
      StreamRequest request,
      @Nullable String startCursor,
      Environment env,
      Output output) {
    this.types = request.eventTypes();
    this.readers = env.readers;
    this.output = output;
    DeliverySettings settings = request.delivery();
    this.progress = new Progress(startCursor, settings.maxUnacknowledged(), moves(output));
    BooleanSupplier isStopped = () -> stopped;
    Offers offers =
        new Offers(listener, request.listenerFailures(), progress, output, isStopped, () -> stop());
    this.stage =
        settings.executor() == null && !settings.isManualAck()
            ? offers
            : new Pump(settings, env, offers, progress, output, isStopped, this::abandon);
  }

  private static Progress.Moves moves(Output output) {
    return new Progress.Moves() {
      @Override
      public void moved(@Nullable String cursor, int count) {
        output.processed(cursor, count);
      }

      @Override
      public void followUp() {
        output.afterProcessed();
      }
    };
  }

  /** Sets the processed cursor, before anything is queued. */
  public void startAt(@Nullable String cursor) {
    progress.startAt(cursor);
    stage.startAt(cursor);
  }

  /** The cursor after the last event that the app has processed. From any thread. */
  public @Nullable String processedCursor() {
    return progress.cursor();
  }

  /** How many events the app's policy has dropped. From any thread. */
  public long dropped() {
    return stage.dropped();
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
    queue.add(to -> to.event(event, cursor));
  }

  /** Queues a move of the processed cursor. */
  public void cursor(@Nullable String cursor) {
    queue.add(to -> to.position(cursor));
  }

  /** Queues a callback. */
  public void notice(Consumer<StreamListener> callback) {
    queue.add(to -> to.callback(callback));
  }

  /** Queues the last callback. */
  public void last(Consumer<StreamListener> callback) {
    lastQueued = true;
    queue.add(to -> to.last(callback));
  }

  /** Delivers what is queued, on a thread that may be in app code; waits for its turn. */
  public void drain() {
    if (queue.isEmpty() || lock.isHeldByCurrentThread()) {
      return;
    }
    lock.lock();
    try {
      empty();
    } finally {
      lock.unlock();
    }
    emptied();
  }

  private void empty() {
    Consumer<Stage> item;
    while (!stopped && (item = queue.poll()) != null) {
      item.accept(stage);
    }
  }

  private void emptied() {
    stage.flush();
    if (behind) {
      behind = false;
      output.caughtUp();
    }
  }

  /**
   * Whether as much waits for the listener as may, so that nothing more is wanted; {@link
   * Output#caughtUp} follows.
   */
  public boolean isFull() {
    if (stage.isFull()) {
      return true;
    }
    // What waits for a thread is not the listener's doing, and nobody might say when it is gone.
    if (queue.size() < MOST_QUEUED || !lock.isLocked()) {
      return false;
    }
    behind = true;
    return true;
  }

  /**
   * Waits while the buffer is full, on a reader thread, as long as what it reads is wanted.
   *
   * @param wanted to be looked at again after {@link #wake}
   */
  public void awaitRoom(BooleanSupplier wanted) {
    stage.awaitRoom(wanted);
  }

  /** Has readers that wait for room look whether what they read is still wanted. */
  public void wake() {
    stage.wake();
  }

  /** Has what is queued delivered by a reader thread. For threads that must not be in app code. */
  public void schedule() {
    if (stopped || queue.isEmpty() || !scheduled.compareAndSet(false, true)) {
      return;
    }
    try {
      readers.execute(this::drainScheduled);
    } catch (RuntimeException | OutOfMemoryError noThread) {
      // The next reader delivers what is queued; where none will come, nobody is to wait for it.
      scheduled.set(false);
      if (lastQueued) {
        abandon();
      }
    }
  }

  /** One thread waits for its turn at the most, however often that is asked for. */
  private void drainScheduled() {
    if (lock.isHeldByCurrentThread()) {
      scheduled.set(false);
      return;
    }
    lock.lock();
    try {
      scheduled.set(false);
      empty();
    } finally {
      lock.unlock();
    }
    emptied();
  }

  private void abandon() {
    stop();
    output.abandoned();
  }

  /** No callback starts after this. From any thread, in a callback too. */
  public void stop() {
    stopped = true;
    queue.clear();
    stage.stop();
    over.countDown();
  }

  /** Waits until no callback runs. Not for a callback of this stream. */
  public void awaitCallback() {
    lock.lock();
    lock.unlock();
    stage.awaitCallback();
  }

  /** Whether the calling thread is in a callback of this stream. */
  public boolean isInCallback() {
    return lock.isHeldByCurrentThread() || stage.isInCallback();
  }

  /** Fails in a callback of this stream: it would wait for itself. */
  public void checkNotInCallback() {
    if (isInCallback()) {
      throw new IllegalStateException("awaitClosed() in a callback would wait for itself");
    }
  }

  /** Open until the last callback has returned, or {@link #stop} was called. */
  public CountDownLatch over() {
    return over;
  }
}
