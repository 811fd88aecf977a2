package dev.holdfast.okhttp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import org.jspecify.annotations.Nullable;

/** A listener of okhttp-sse that writes down what it hears, and may act on it. */
class SseRecorder extends EventSourceListener {
  private static final long WAIT_SECONDS = 10;

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final BiConsumer<EventSource, Heard> action;
  volatile @Nullable Response opened;
  volatile @Nullable Response refused;
  volatile @Nullable Throwable thrown;
  volatile @Nullable EventSource source;

  /** What the action throws, to be told from all else. */
  static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  SseRecorder() {
    this((source, what) -> {});
  }

  SseRecorder(BiConsumer<EventSource, Heard> action) {
    this.action = action;
  }

  @Override
  public void onOpen(EventSource eventSource, Response response) {
    opened = response;
    MediaType type = response.body().contentType();
    hear(
        eventSource,
        new Heard.Open(response.code(), response.protocol(), type == null ? null : type + ""));
  }

  @Override
  public void onEvent(
      EventSource eventSource, @Nullable String id, @Nullable String type, String data) {
    hear(eventSource, new Heard.Event(id, type, data));
  }

  @Override
  public void onClosed(EventSource eventSource) {
    hear(eventSource, Heard.CLOSED);
  }

  @Override
  public void onFailure(
      EventSource eventSource, @Nullable Throwable t, @Nullable Response response) {
    thrown = t;
    refused = response;
    hear(eventSource, Heard.failure(t, response));
  }

  final void hear(EventSource eventSource, Heard what) {
    source = eventSource;
    heard.add(what);
    action.accept(eventSource, what);
  }

  /** Returns what comes next; fails after ten seconds. */
  Heard next() throws InterruptedException {
    Heard next = heard.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing within " + WAIT_SECONDS + " s");
    }
    return next;
  }

  List<Heard> next(int count) throws InterruptedException {
    List<Heard> all = new ArrayList<>();
    while (all.size() < count) {
      all.add(next());
    }
    return all;
  }

  /** Returns all from here to the last callback. */
  List<Heard> toItsEnd() throws InterruptedException {
    List<Heard> all = new ArrayList<>();
    do {
      all.add(next());
    } while (!all.get(all.size() - 1).isLast());
    return all;
  }

  /** What was heard and not looked at. */
  List<Heard> rest() {
    return List.copyOf(heard);
  }
}
