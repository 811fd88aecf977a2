package dev.holdfast.internal.transport;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Lets OkHttp's dispatcher run on the readers' threads, which are not its to shut down. */
final class SocketThreads extends AbstractExecutorService {
  private final Executor readers;

  SocketThreads(Executor readers) {
    this.readers = readers;
  }

  @Override
  public void execute(Runnable task) {
    readers.execute(
        () -> {
          try {
            task.run();
          } catch (Throwable told) {
            // OkHttp has told the listener of it, and would bring the app down besides.
          }
        });
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return Collections.emptyList();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
