package dev.holdfast.internal.connection;

import dev.holdfast.internal.session.RealReceipt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the app of receipts that are decided, one after the other, on a reader thread that nothing
 * else waits for. Safe for use from any thread.
 */
final class Tidings {
  private final Executor readers;
  private final Queue<RealReceipt> decided = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();

  Tidings(Executor readers) {
    this.readers = readers;
  }

  void add(RealReceipt receipt) {
    decided.add(receipt);
    start();
  }

  private void start() {
    if (decided.isEmpty() || !running.compareAndSet(false, true)) {
      return;
    }
    try {
      readers.execute(this::run);
    } catch (RuntimeException | OutOfMemoryError noThread) {
      // The next receipt has it tried again; whoever waits for a receipt does not need this one.
      running.set(false);
    }
  }

  private void run() {
    RealReceipt receipt;
    while ((receipt = decided.poll()) != null) {
      receipt.tell();
    }
    running.set(false);
    start();
  }
}
