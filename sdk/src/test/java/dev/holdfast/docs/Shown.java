package dev.holdfast.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The rest of the app: where the snippets' events go, and where their position is kept. */
class Shown {
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  final Store store = new Store();
  volatile boolean running = true;

  void show(String data) {
    shown.add(data);
  }

  void showError(@Nullable Throwable t) {
    shown.add("error");
  }

  void showWarning(String warning) {
    shown.add(warning);
  }

  void showOnline(boolean online) {
    shown.add(online ? "online" : "offline");
  }

  /** Waits until something was shown that nobody has looked at yet. */
  void awaitShown() {
    try {
      show(next(1).get(0));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What was shown next; fails after ten seconds. */
  List<String> next(int count) throws InterruptedException {
    List<String> all = new ArrayList<>();
    while (all.size() < count) {
      String next = shown.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("after " + all + " nothing within 10 s");
      }
      all.add(next);
    }
    return all;
  }

  /** Something that outlives the process. */
  static final class Store {
    private volatile @Nullable String cursor;

    @Nullable String load() {
      return cursor;
    }

    void save(@Nullable String next) {
      cursor = next;
    }
  }
}
