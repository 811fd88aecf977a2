package dev.holdfast;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A listener that keeps what it hears, as lines a test can read in order. */
public class Recorder implements StreamListener {
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private static final long WAIT_SECONDS = 10;

  /** What {@link #onClosed} was told. */
  public record Closed(@Nullable StreamException cause) {}

  /** What {@link #onStateChange} was told. */
  public record State(ConnectionState state, @Nullable StreamException cause) {}

  /** What {@link #onEventFailed} was told. */
  public record Failed(StreamEvent event, Throwable failure) {}

  @Override
  public void onEvent(StreamEvent event) throws Exception {
    heard.add(event);
  }

  @Override
  public void onOpen(ConnectionInfo connection) {
    heard.add(connection);
  }

  @Override
  public void onRetry(RetryInfo retry) {
    heard.add(retry);
  }

  @Override
  public void onGap(Gap gap) {
    heard.add(gap);
  }

  @Override
  public void onEventFailed(StreamEvent event, Throwable failure) {
    heard.add(new Failed(event, failure));
  }

  @Override
  public void onStateChange(ConnectionState state, @Nullable StreamException cause) {
    heard.add(new State(state, cause));
  }

  @Override
  public void onClosed(@Nullable StreamException cause) {
    heard.add(new Closed(cause));
  }

  /** Returns the next of a kind, dropping what came before it; fails after ten seconds. */
  public <T> T next(Class<T> type) throws InterruptedException {
    return next(type, any -> true);
  }

  /** Returns the next of a kind that fits, dropping what came before it. */
  public <T> T next(Class<T> type, Predicate<T> fits) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (true) {
      Object item = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (item == null) {
        throw new AssertionError("no " + type.getSimpleName() + " within " + WAIT_SECONDS + " s");
      }
      if (type.isInstance(item) && fits.test(type.cast(item))) {
        return type.cast(item);
      }
    }
  }

  /** Returns the data of the next events, which must come without anything lost between them. */
  public List<String> nextData(int count) throws InterruptedException {
    List<String> data = new java.util.ArrayList<>();
    while (data.size() < count) {
      data.add(next(StreamEvent.class).data());
    }
    return data;
  }

  /** Returns the gaps before the next event, and that event. */
  public List<Object> nextEventAndGaps() throws InterruptedException {
    List<Object> found = new java.util.ArrayList<>();
    do {
      found.add(next(Object.class, any -> any instanceof Gap || any instanceof StreamEvent));
    } while (found.get(found.size() - 1) instanceof Gap);
    return found;
  }

  /** Whether anything of a kind comes within a time. */
  public boolean hears(Class<?> type, Duration within) throws InterruptedException {
    return hears(type::isInstance, within);
  }

  /** Whether anything that fits comes within a time. */
  public boolean hears(Predicate<Object> fits, Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    Object item;
    while ((item = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) != null) {
      if (fits.test(item)) {
        return true;
      }
    }
    return false;
  }

  /** Drops what was heard so far. */
  public void forget() {
    heard.clear();
  }

  /** How many things wait to be looked at. */
  public int pending() {
    return heard.size();
  }
}
