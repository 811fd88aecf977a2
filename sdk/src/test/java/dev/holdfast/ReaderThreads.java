package dev.holdfast;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs readers on threads that a test can count and tell from others. */
final class ReaderThreads implements Executor {
  private static final String NAME = "test-reader";
  private final AtomicInteger alive = new AtomicInteger();

  @Override
  public void execute(Runnable task) {
    alive.incrementAndGet();
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } finally {
                alive.decrementAndGet();
              }
            },
            NAME);
    thread.setDaemon(true);
    thread.start();
  }

  /** How many readers run. */
  int alive() {
    return alive.get();
  }

  /** Whether the calling thread is one of them. */
  static boolean isCurrent() {
    return Thread.currentThread().getName().equals(NAME);
  }
}
