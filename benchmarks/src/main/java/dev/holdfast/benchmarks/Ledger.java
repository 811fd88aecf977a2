package dev.holdfast.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** Who is open, and who has which events. Written by all streams' threads. */
final class Ledger {
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger ended = new AtomicInteger();
  final AtomicLong events = new AtomicLong();
  final AtomicInteger outOfTurn = new AtomicInteger();
  private final AtomicIntegerArray last;

  Ledger(int streams) {
    last = new AtomicIntegerArray(streams);
  }

  /** A stream's events are numbered from 1: anything else was lost or repeated. */
  void event(int stream, int number) {
    events.incrementAndGet();
    if (last.getAndSet(stream, number) != number - 1) {
      outOfTurn.incrementAndGet();
    }
  }
}
