package dev.holdfast.internal.delivery;

import dev.holdfast.DeliverySettings;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Signal;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Empties a buffer on the app's executor: one task at a time, so that callbacks never overlap,
 * which calls a few times and lets others in. The executor is called on reader threads and on its
 * own alone, as it may run the task at once, or block.
 */
final class Pump implements Stage {
  /** So many callbacks are made by one task, if they are quick. */
  static final int BATCH = 64;

  /**
   * No callback begins after this in a task that has made one: some run where screens are drawn.
   */
  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  /** When a thread is asked for again where there was none. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Environment env;
  private final Buffer buffer;
  private final @Nullable Function<? super StreamEvent, ? extends @Nullable String> key;
  private final Offers offers;
  private final Progress progress;
  private final Delivery.Output output;
  private final BooleanSupplier stopped;
  private final Runnable onNoThread;
  private final Signal room;

  /** A reader is to look whether there is something to do. */
  private final AtomicBoolean goingOn = new AtomicBoolean();

  /** Guarded by this: there is a task, which goes on until nothing is left for it. */
  private boolean running;

  private final Shifts shifts;

  /** Of whoever has the turn: the app's executor takes no task; the readers' does its work. */
  private boolean rejected;

  /** The thread that is in a callback, or about to be. */
  private volatile @Nullable Thread inside;

  /**
   * @param onNoThread follows when there is no thread to tell even the last callbacks on
   */
  Pump(
      DeliverySettings settings,
      Environment env,
      Offers offers,
      Progress progress,
      Delivery.Output output,
      BooleanSupplier stopped,
      Runnable onNoThread) {
    Executor own = settings.executor();
    this.shifts = new Shifts(own == null ? Runnable::run : own, this::work, this::refused);
    this.env = env;
    this.buffer = new Buffer(settings, progress.cursor());
    this.key = settings.overflow().key();
    this.offers = offers;
    this.progress = progress;
    this.output = output;
    this.stopped = stopped;
    this.onNoThread = onNoThread;
    this.room = env.signals.get();
    progress.onRoom(this::goOn);
  }

  // ---- What comes, on reader threads.

  @Override
  public void event(StreamEvent event, @Nullable String cursor) {
    if (!buffer.add(event, cursor, keyOf(event))) {
      output.overflowed(event);
    }
  }

  private @Nullable String keyOf(StreamEvent event) {
    try {
      return key == null ? null : key.apply(event);
    } catch (Throwable thrown) {
      output.callbackFailed(thrown);
      return null;
    }
  }

  @Override
  public void position(@Nullable String cursor) {
    buffer.position(cursor);
  }

  @Override
  public void callback(Consumer<StreamListener> callback) {
    buffer.callback(callback, false);
  }

  @Override
  public void last(Consumer<StreamListener> callback) {
    buffer.callback(callback, true);
  }

  @Override
  public void startAt(@Nullable String cursor) {
    buffer.startAt(cursor);
  }

  @Override
  public void awaitCallback() {
    room.await(() -> inside == null);
  }

  @Override
  public void flush() {
    if (begins()) {
      shifts.begin();
    }
  }

  @Override
  public boolean isFull() {
    return buffer.isFull();
  }

  @Override
  public void awaitRoom(BooleanSupplier wanted) {
    if (buffer.isFull()) {
      room.await(() -> !buffer.isFull() || stopped.getAsBoolean() || !wanted.getAsBoolean());
    }
  }

  // ---- From any thread.

  @Override
  public void wake() {
    room.changed();
  }

  @Override
  public long dropped() {
    return buffer.dropped();
  }

  @Override
  public void stop() {
    buffer.clear();
    room.changed();
  }

  @Override
  public boolean isInCallback() {
    return inside == Thread.currentThread();
  }

  /** The app may have another event, which may wait for just that. */
  private void goOn() {
    if (stopped.getAsBoolean() || !goingOn.compareAndSet(false, true)) {
      return;
    }
    try {
      // Not here: it may be the app's executor that calls the listener at once, under its locks.
      env.readers.execute(
          () -> {
            goingOn.set(false);
            flush();
          });
    } catch (RuntimeException | OutOfMemoryError noThread) {
      // Perhaps nobody else tries: the reader may wait for just this.
      goingOn.set(false);
      env.timers.schedule(RETRY_NANOS, this::goOn);
    }
  }

  // ---- Of whoever has the turn.

  private synchronized boolean begins() {
    boolean begins = !running && hasNext();
    running |= begins;
    return begins;
  }

  private synchronized boolean endsIfDone() {
    boolean done = !hasNext();
    running &= !done;
    return done;
  }

  private boolean hasNext() {
    return !stopped.getAsBoolean() && buffer.hasNext(!progress.isFull());
  }

  /** Nothing more is offered, as nobody would call the listener where it is to be called. */
  private void refused(Throwable refusal) {
    buffer.forgetEvents();
    boolean again = rejected;
    rejected = true;
    shifts.moveTo(env.readers);
    synchronized (this) {
      running = false; // Others may take the turn from here.
    }
    room.changed();
    if (again) {
      onNoThread.run();
      return;
    }
    output.executorRejected(refusal);
    flush();
  }

  /** Makes some callbacks; returns whether more are due. */
  private boolean work() {
    deliver();
    return !endsIfDone();
  }

  private void deliver() {
    inside = Thread.currentThread();
    try {
      long begun = env.clock.nanoTime();
      for (int i = 0; i < BATCH && !stopped.getAsBoolean(); i++) {
        Entry entry = buffer.take(!progress.isFull());
        if (entry == null) {
          break;
        }
        if (entry.makesRoom) {
          room.changed();
          output.caughtUp();
        }
        hand(entry);
        if (env.clock.nanoTime() - begun > BATCH_NANOS) {
          break;
        }
      }
    } finally {
      inside = null;
      if (stopped.getAsBoolean()) {
        room.changed();
      }
    }
  }

  private void hand(Entry entry) {
    if (entry.dropped > 0) {
      offers.dropped(entry.asDropped());
    }
    if (entry.event != null) {
      offers.event(entry.event, entry.cursor);
    } else if (entry.callback == null) {
      offers.position(entry.cursor);
    } else if (entry.isLast) {
      offers.last(entry.callback);
    } else {
      offers.callback(entry.callback);
    }
  }
}
