package dev.holdfast.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which fault meets which request of a stream: first the queued ones, then the function. */
final class FaultPlan {
  // All guarded by this.
  private final Deque<Queued> queued = new ArrayDeque<>();
  private final Map<Served, Function<? super ConnectionInfo, Fault>> functions =
      new EnumMap<>(Served.class);
  private final Map<Served, Integer> requestsOfKind = new EnumMap<>(Served.class);
  private int requests;

  /** A fault that waits for its request. */
  private static final class Queued {
    /** Null for any. */
    final @Nullable Served kind;

    final Fault fault;

    Queued(@Nullable Served kind, Fault fault) {
      this.kind = kind;
      this.fault = fault;
    }

    @Override
    public String toString() {
      return (kind == null ? "" : kind + " ") + fault;
    }
  }

  synchronized void enqueue(@Nullable Served kind, Fault fault) {
    queued.add(new Queued(kind, fault));
  }

  synchronized void function(
      @Nullable Served kind, Function<? super ConnectionInfo, Fault> schedule) {
    for (Served each : Served.values()) {
      if (kind == null || kind == each) {
        functions.put(each, schedule);
      }
    }
  }

  /** Counts the request and takes its fault from the queue; asking the function is left over. */
  synchronized Supplier<Fault> next(SeenRequest request) {
    Served kind = request.served();
    int numberOfKind = requests(kind) + 1;
    requestsOfKind.put(kind, numberOfKind);
    ConnectionInfo info = new ConnectionInfo(++requests, numberOfKind, request);
    Fault first = takeQueued(kind);
    Function<? super ConnectionInfo, Fault> schedule = functions.get(kind);
    if (first != null || schedule == null) {
      return () -> first == null ? Fault.none() : first;
    }
    return () -> schedule.apply(info);
  }

  private @Nullable Fault takeQueued(Served kind) {
    for (Iterator<Queued> i = queued.iterator(); i.hasNext(); ) {
      Queued next = i.next();
      if (next.kind == null || next.kind == kind) {
        i.remove();
        return next.fault;
      }
    }
    return null;
  }

  synchronized int requests() {
    return requests;
  }

  synchronized int requests(Served kind) {
    return requestsOfKind.getOrDefault(kind, 0);
  }

  /** The queued faults that have met no request yet, described. */
  synchronized List<String> left() {
    List<String> left = new ArrayList<>();
    for (Queued each : queued) {
      left.add(each.toString());
    }
    return left;
  }
}
