package dev.holdfast.testkit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counters of a server over all its runs. Thread-safe. */
final class Traffic {
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final LongAdder bytesSent = new LongAdder();

  /** The number of the connection that is accepted next; there is one accepting thread. */
  int nextConnectionNumber() {
    return accepted.get() + 1;
  }

  void accepted() {
    accepted.incrementAndGet();
  }

  int acceptedCount() {
    return accepted.get();
  }

  void addBytesSent(long bytes) {
    bytesSent.add(bytes);
  }

  long bytesSent() {
    return bytesSent.sum();
  }

  void refuse(int connections) {
    refusals.set(connections);
  }

  int refusalsLeft() {
    return refusals.get();
  }

  boolean refuseNext() {
    return refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }
}
