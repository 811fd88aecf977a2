package dev.holdfast.internal.transport;

import dev.holdfast.TransportType;
import dev.holdfast.dialect.DialectEvent;
import dev.holdfast.dialect.PollAnswer;
import dev.holdfast.internal.Cursors;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells what answers say, and so learns where to ask next. Identifiers that could not be sent back
 * are treated as if they were not there, as in an event stream. Confined to the poll loop.
 */
final class PollEvents {
  private final AttemptSink sink;
  private final BooleanSupplier cancelled;

  /** Where the next poll asks from. */
  private @Nullable String cursor;

  private boolean opened;

  PollEvents(AttemptSink sink, @Nullable String cursor, BooleanSupplier cancelled) {
    this.sink = sink;
    this.cursor = cursor;
    this.cancelled = cancelled;
  }

  /** Returns where to ask from; null to begin wherever the server does. */
  @Nullable String cursor() {
    return cursor;
  }

  /** Whether there was an answer: the path carries data. */
  boolean isOpened() {
    return opened;
  }

  /**
   * Tells what the answer to a poll from {@link #cursor()} says.
   *
   * @return whether it brought events, and another position
   */
  boolean tell(PolledResponse response) {
    PollAnswer answer = response.answer;
    String asked = response.cursorWithheld ? null : cursor;
    if (!opened) {
      opened = true;
      sink.opened(response.connection, response.cursorWithheld);
      sink.proven();
    } else if (saysAnything(answer, asked)) {
      sink.asked(asked);
    }
    if (answer.reportsGap()) {
      sink.gap(DialectEvents.sendable(answer.gapFrom()), DialectEvents.sendable(answer.gapTo()));
    }
    String before = cursor;
    String position = asked;
    for (DialectEvent event : answer.events()) {
      if (cancelled.getAsBoolean()) {
        return false;
      }
      String id = event.id();
      if (id != null && Cursors.isSendable(id)) {
        position = DialectEvents.nullIfEmpty(id);
        cursor = position;
        sink.event(DialectEvents.create(event, id, position, TransportType.LONG_POLL));
      } else {
        sink.event(DialectEvents.create(event, null, position, TransportType.LONG_POLL));
      }
    }
    if (answer.nextCursor() != null) {
      cursor = DialectEvents.nullIfEmpty(answer.nextCursor());
      if (!Objects.equals(cursor, position)) {
        sink.cursor(cursor);
      }
    }
    return !answer.events().isEmpty() && !Objects.equals(before, cursor);
  }

  private static boolean saysAnything(PollAnswer answer, @Nullable String asked) {
    return !answer.events().isEmpty()
        || answer.reportsGap()
        || (answer.nextCursor() != null
            && !Objects.equals(DialectEvents.nullIfEmpty(answer.nextCursor()), asked));
  }
}
