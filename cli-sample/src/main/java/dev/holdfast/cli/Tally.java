package dev.holdfast.cli;

import dev.holdfast.Receipt;
import dev.holdfast.StreamException;
import dev.holdfast.cli.output.SendReport;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts messages and what becomes of them. Of those that fail it keeps the first, so that it takes
 * the same room for any number. Thread-safe.
 */
final class Tally {
  // All guarded by this.
  private long messages;
  private long acknowledged;
  private long handedOff;
  private long failed;
  private boolean isAllRead;
  private SendReport.@Nullable Failure first;

  /** There is a message; returns its number, from 1. */
  synchronized long taken() {
    return ++messages;
  }

  /** There will be no more. */
  synchronized void allRead() {
    isAllRead = true;
  }

  /** The fate of a message is decided. */
  synchronized void decided(long number, Receipt receipt) {
    switch (receipt.state()) {
      case ACKNOWLEDGED -> acknowledged++;
      case HANDED_OFF -> handedOff++;
      default -> fail(number, receipt.state(), receipt.cause());
    }
    notifyAll();
  }

  private void fail(long number, Receipt.State state, @Nullable StreamException cause) {
    String reason = cause == null ? "UNKNOWN" : cause.reason().name();
    String message = cause == null ? "nobody knows why" : cause.getMessage();
    failed(new SendReport.Failure(number, state.name(), reason, message));
  }

  /** A message is none that can be sent. */
  synchronized void unsendable(long number, String reason, String why) {
    failed(new SendReport.Failure(number, Receipt.State.REJECTED.name(), reason, why));
    notifyAll();
  }

  private void failed(SendReport.Failure failure) {
    failed++;
    if (first == null || failure.number() < first.number()) {
      first = failure;
    }
  }

  /** Returns how many messages' fate is decided. */
  synchronized long decided() {
    return acknowledged + handedOff + failed;
  }

  /** Returns how many wait for theirs. */
  synchronized long waiting() {
    return messages - decided();
  }

  /** Waits until none does. */
  synchronized void awaitDecided() throws InterruptedException {
    while (waiting() > 0) {
      wait();
    }
  }

  /** The same, but no longer than this. */
  synchronized void awaitDecided(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (waiting() > 0 && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }

  synchronized SendReport report() {
    return new SendReport(messages, acknowledged, handedOff, isAllRead, first);
  }
}
