package dev.holdfast.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

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

  /** The function runs outside the lock: it is a test's code. */
  Fault next(SeenRequest request) {
    ConnectionInfo info;
    Function<? super ConnectionInfo, Fault> schedule;
    synchronized (this) {
      info = new ConnectionInfo(++requests, request);
      Fault first = queued.poll();
      if (first != null) {
        return first;
      }
      schedule = function;
    }
    return schedule.apply(info);
  }

  synchronized int requests() {
    return requests;
  }

  synchronized List<Fault> left() {
    return new ArrayList<>(queued);
  }
}
