package dev.holdfast.internal.transport;

import dev.holdfast.internal.loop.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a socket's own thread says to a reader thread, in order and within bounds: that thread
 * has to be free to answer pings. A reader is occupied only while there is something to say.
 */
final class Inbox implements Runnable {
  /**
   * What a message takes beside its content, about: its objects here. Else a server could send
   * empty ones without end.
   */
  static final int ITEM_BYTES = 256;

  private static final class Item {
    final long bytes;
    final Runnable task;

    Item(long bytes, Runnable task) {
      this.bytes = bytes;
      this.task = task;
    }
  }

  private final Executor readers;
  private final Clock clock;
  private final Consumer<Throwable> onNoReader;
  private final int maxBytes;

  // Guarded by this.
  private final Deque<Item> items = new ArrayDeque<>();
  private long bytes;
  private boolean running;
  private boolean closed;

  /**
   * @param maxBytes how much may wait; a larger item is taken when nothing waits
   * @param onNoReader is told, on the calling thread, if there is no reader to be had; nothing is
   *     taken any more then
   */
  Inbox(Executor readers, Clock clock, int maxBytes, Consumer<Throwable> onNoReader) {
    this.readers = readers;
    this.clock = clock;
    this.maxBytes = maxBytes;
    this.onNoReader = onNoReader;
  }

  /** Adds a task whatever waits. */
  void add(Runnable task) {
    synchronized (this) {
      if (closed) {
        return;
      }
      items.add(new Item(0, task));
      if (running) {
        return;
      }
      running = true;
    }
    startReader();
  }

  /**
   * Adds a message of this size; waits for room.
   *
   * @return false if there is none within the time
   */
  boolean put(int size, Runnable task, long nanos) throws InterruptedException {
    long weight = (long) size + ITEM_BYTES;
    synchronized (this) {
      long left = nanos;
      long end = clock.nanoTime() + nanos;
      while (!closed && bytes > 0 && bytes + weight > maxBytes) {
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - clock.nanoTime();
      }
      if (closed) {
        return true;
      }
      bytes += weight;
      items.add(new Item(weight, task));
      if (running) {
        return true;
      }
      running = true;
    }
    startReader();
    return true;
  }

  /** Drops what waits, but for this last task; takes nothing after it. */
  void endWith(Runnable last) {
    synchronized (this) {
      if (closed) {
        return;
      }
      items.clear();
      items.add(new Item(0, last));
      close();
      if (running) {
        return;
      }
      running = true;
    }
    startReader();
  }

  /** Takes nothing after what waits. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Whether all has been said. */
  synchronized boolean isIdle() {
    return !running;
  }

  private void startReader() {
    try {
      readers.execute(this);
    } catch (RuntimeException | OutOfMemoryError noThread) {
      close();
      onNoReader.accept(noThread);
    }
  }

  @Override
  public void run() {
    Item item = next(null);
    while (item != null) {
      item.task.run();
      item = next(item);
    }
  }

  private synchronized @Nullable Item next(@Nullable Item done) {
    if (done != null && done.bytes > 0) {
      bytes -= done.bytes;
      notifyAll();
    }
    Item item = items.poll();
    running = item != null;
    return item;
  }
}
