package dev.holdfast.internal.log;

import dev.holdfast.AttemptReport;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.DroppedEvents;
import dev.holdfast.EventDecodingException;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs what an app's listener is told, before it is told: state changes at INFO, gaps and failures
 * of the listener at WARN, all else at DEBUG, payloads at TRACE only. Runs where callbacks run, so
 * a slow appender holds up no more than its stream.
 */
public final class LoggingListener implements StreamListener {
  private final StreamListener to;
  private final StreamRequest request;
  private final Logger log;
  private final StateLog states;
  private volatile BooleanSupplier cancelled = () -> false;
  private volatile Runnable afterLast = () -> {};

  public LoggingListener(StreamListener to, StreamRequest request, Logger log, StateLog states) {
    this.to = to;
    this.request = request;
    this.log = log;
    this.states = states;
  }

  /** Sets how to know that the stream was cancelled while a line was being logged. */
  public void cancelledBy(BooleanSupplier cancelled) {
    this.cancelled = cancelled;
  }

  /** Sets what follows the last callback of a stream that closes by itself. */
  public void afterLast(Runnable task) {
    afterLast = task;
  }

  @Override
  public void onEvent(StreamEvent event) throws Exception {
    if (log.isDebugEnabled()) {
      log.atDebug().addKeyValue("stream", request).addKeyValue("id", event.id()).log("{}", event);
      log.atTrace().addKeyValue("stream", request).log("data: {}", event.data());
    }
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("not offered: the stream was cancelled");
    }
    to.onEvent(event);
  }

  @Override
  public void onOpen(ConnectionInfo connection) {
    log.atDebug()
        .addKeyValue("stream", request)
        .addKeyValue("transport", connection.transport())
        .addKeyValue("attempt", connection.attempt())
        .log("connection accepted: {}", connection);
    if (!cancelled.getAsBoolean()) {
      to.onOpen(connection);
    }
  }

  @Override
  public void onRetry(RetryInfo retry) {
    log.atDebug()
        .addKeyValue("stream", request)
        .addKeyValue("reason", retry.cause().reason())
        .addKeyValue("delay", retry.delay())
        .log("retry in {} ms: {}", retry.delay().toMillis(), retry.cause().getMessage());
    if (!cancelled.getAsBoolean()) {
      to.onRetry(retry);
    }
  }

  @Override
  public void onAttemptEnded(AttemptReport report) {
    log.atDebug()
        .addKeyValue("stream", request)
        .addKeyValue("transport", report.transport())
        .addKeyValue("verdict", report.verdict())
        .addKeyValue("next", report.next())
        .log("{}", report);
    if (!cancelled.getAsBoolean()) {
      to.onAttemptEnded(report);
    }
  }

  @Override
  public void onGap(Gap gap) {
    log.atWarn()
        .addKeyValue("stream", request)
        .addKeyValue("reason", gap.reason())
        .addKeyValue("certainty", gap.certainty())
        .log("events may be missing: {}", gap);
    if (!cancelled.getAsBoolean()) {
      to.onGap(gap);
    }
  }

  @Override
  public void onDropped(DroppedEvents dropped) {
    // The app asked for it, and it may come between any two events.
    log.atDebug()
        .addKeyValue("stream", request)
        .addKeyValue("dropped", dropped.count())
        .log("the listener is slower than the server: {}", dropped);
    if (!cancelled.getAsBoolean()) {
      to.onDropped(dropped);
    }
  }

  @Override
  public void onEventFailed(StreamEvent event, Throwable failure) {
    log.atWarn()
        .addKeyValue("stream", request)
        .addKeyValue("id", event.id())
        .setCause(failure)
        .log(
            failure instanceof EventDecodingException
                ? "the payload of an event cannot be used, and the event is skipped: {}"
                : "the listener failed at an event, which is skipped: {}",
            event);
    if (!cancelled.getAsBoolean()) {
      to.onEventFailed(event, failure);
    }
  }

  @Override
  public void onCursorNotSaved(StreamException failure) {
    log.atWarn()
        .addKeyValue("stream", request)
        .addKeyValue("reason", failure.reason())
        .setCause(failure.getCause())
        .log("{}", failure.getMessage());
    if (!cancelled.getAsBoolean()) {
      to.onCursorNotSaved(failure);
    }
  }

  @Override
  public void onStateChange(ConnectionState state, @Nullable StreamException cause) {
    states.changed(request, state, cause);
    if (!cancelled.getAsBoolean()) {
      to.onStateChange(state, cause);
    }
  }

  @Override
  public void onClosed(@Nullable StreamException cause) {
    try {
      if (!cancelled.getAsBoolean()) {
        to.onClosed(cause);
      }
    } finally {
      afterLast.run();
    }
  }
}
