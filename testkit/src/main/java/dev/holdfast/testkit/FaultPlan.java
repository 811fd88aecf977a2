package dev.holdfast.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Which fault meets which request of a stream: first the queued ones, then the function. */
final class FaultPlan {
  // All guarded by this.
  private final Deque<Fault> queued = new ArrayDeque<>();
  private Function<? super ConnectionInfo, Fault> function = info -> Fault.none();
  private int requests;

  synchronized void enqueue(Fault fault) {
    queued.add(fault);
  }

  synchronized void function(Function<? super ConnectionInfo, Fault> schedule) {
    function = schedule;
  }

  /** Counts the request and takes its fault from the queue; asking the function is left over. */
  synchronized Supplier<Fault> next(SeenRequest request) {
    ConnectionInfo info = new ConnectionInfo(++requests, request);
    Fault first = queued.poll();
    Function<? super ConnectionInfo, Fault> schedule = function;
    return () -> first != null ? first : schedule.apply(info);
  }

  synchronized int requests() {
    return requests;
  }

  synchronized List<Fault> left() {
    return new ArrayList<>(queued);
  }
}
