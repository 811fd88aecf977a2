package dev.holdfast.internal.delivery;

import dev.holdfast.DroppedEvents;
import dev.holdfast.ListenerFailurePolicy;
import dev.holdfast.PayloadPolicy;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the listener, on the calling thread, and does what follows when it fails. One call at a
 * time: whoever has the turn.
 */
final class Offers implements Stage {
  private final StreamListener listener;
  private final ListenerFailurePolicy failures;
  private final Progress progress;
  private final Delivery.Output output;
  private final BooleanSupplier stopped;
  private final Runnable onLast;

  /** Of whoever has the turn: no further event is offered, as one failed for good. */
  private boolean failed;

  /**
   * @param stopped whether no callback may start any more
   * @param onLast follows the last callback
   */
  Offers(
      StreamListener listener,
      ListenerFailurePolicy failures,
      Progress progress,
      Delivery.Output output,
      BooleanSupplier stopped,
      Runnable onLast) {
    this.listener = listener;
    this.failures = failures;
    this.progress = progress;
    this.output = output;
    this.stopped = stopped;
    this.onLast = onLast;
  }

  @Override
  public void event(StreamEvent event, @Nullable String cursor) {
    if (failed) {
      return;
    }
    if (!progress.isAcknowledged()) {
      if (offer(event)) {
        progress.passed(cursor);
      }
      return;
    }
    Runnable done = progress.begun(cursor);
    if (offer(event.withAcknowledgement(done)) && skipped) {
      done.run();
    }
  }

  /** Of whoever has the turn: the listener failed at the event that was offered last. */
  private boolean skipped;

  @Override
  public void position(@Nullable String cursor) {
    // Once it is stopped, what was dropped before it may not have been told.
    if (!failed && !stopped.getAsBoolean()) {
      progress.passed(cursor);
      output.cursorMoved(cursor);
    }
  }

  /** Tells of events that are not offered; the position after them is yet to be passed. */
  void dropped(DroppedEvents events) {
    if (!failed) {
      callback(to -> to.onDropped(events));
    }
  }

  @Override
  public void callback(Consumer<StreamListener> callback) {
    if (stopped.getAsBoolean()) {
      return;
    }
    try {
      callback.accept(listener);
    } catch (Throwable thrown) {
      output.callbackFailed(thrown);
    }
  }

  @Override
  public void last(Consumer<StreamListener> callback) {
    try {
      callback(callback);
    } finally {
      onLast.run();
    }
  }

  /** Returns whether the event is over and done with, but for its acknowledgement. */
  private boolean offer(StreamEvent event) {
    skipped = false;
    Throwable failure = null;
    for (int i = 0; i <= failures.retries() && !stopped.getAsBoolean(); i++) {
      try {
        listener.onEvent(event);
        return true;
      } catch (Throwable thrown) {
        // An InterruptedException too: the flag, set again, would break the reader's next read.
        failure = thrown;
        if (!FailureRules.mayPass(thrown)) {
          break;
        }
      }
    }
    if (failure == null || stopped.getAsBoolean()) {
      return false;
    }
    Throwable last = failure;
    PayloadPolicy then = FailureRules.then(last, failures);
    if (then == PayloadPolicy.CLOSE) {
      failed = true;
      output.listenerFailed(event, last);
      return false;
    }
    skipped = true;
    if (then == PayloadPolicy.REPORT) {
      output.eventSkipped(event, last);
      callback(to -> to.onEventFailed(event, last));
    }
    return true;
  }
}
