package dev.holdfast.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Every request seen, and what nobody had asked for. */
final class Recorder {
  // All guarded by this.
  private final List<SeenRequest> all = new ArrayList<>();
  private final List<SeenRequest> untaken = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();

  synchronized void record(SeenRequest request) {
    all.add(request);
    untaken.add(request);
    notifyAll();
  }

  synchronized void unexpected(String what) {
    unexpected.add(what);
  }

  synchronized List<SeenRequest> all() {
    return new ArrayList<>(all);
  }

  synchronized List<SeenRequest> untaken() {
    return new ArrayList<>(untaken);
  }

  synchronized List<String> unexpected() {
    return new ArrayList<>(unexpected);
  }

  synchronized SeenRequest take(Predicate<SeenRequest> which, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      for (Iterator<SeenRequest> i = untaken.iterator(); i.hasNext(); ) {
        SeenRequest request = i.next();
        if (which.test(request)) {
          i.remove();
          return request;
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("no request within " + timeout + "; seen: " + all);
      }
      wait(left);
    }
  }
}
