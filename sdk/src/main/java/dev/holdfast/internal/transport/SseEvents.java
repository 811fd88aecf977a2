package dev.holdfast.internal.transport;

import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import dev.holdfast.internal.Cursors;
import dev.holdfast.internal.wire.EventStreamParser;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the parser finds into events of a stream. An identifier that could not be sent back is
 * treated as the standard treats one with NUL: as if it were not there.
 */
final class SseEvents implements EventStreamParser.Sink {
  private final AttemptSink sink;
  private @Nullable String sendable;

  /** How long the connection was silent before what comes first now; 0 for what comes after it. */
  private long idleNanos;

  SseEvents(AttemptSink sink, @Nullable String cursor) {
    this.sink = sink;
    this.sendable = cursor;
  }

  /** The connection was silent for so long. */
  void wasIdle(long nanos) {
    idleNanos = nanos;
  }

  @Override
  public void onEvent(@Nullable String id, String lastEventId, @Nullable String type, String data) {
    idleNanos = 0;
    String ownId = id != null && Cursors.isSendable(id) ? id : null;
    if (ownId != null) {
      sendable = ownId.isEmpty() ? null : ownId;
    }
    sink.event(StreamEvent.create(ownId, sendable, type, data, TransportType.SSE));
  }

  @Override
  public void onLastEventId(String lastEventId) {
    if (Cursors.isSendable(lastEventId)) {
      sendable = lastEventId.isEmpty() ? null : lastEventId;
      sink.cursor(sendable);
    }
  }

  @Override
  public void onRetry(long millis) {
    sink.retryHint(millis);
  }

  @Override
  public void onComment(String text) {
    if (idleNanos > 0) {
      sink.comment(idleNanos);
      idleNanos = 0;
    }
  }
}
