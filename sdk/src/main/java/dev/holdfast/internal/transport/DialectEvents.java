package dev.holdfast.internal.transport;

import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import dev.holdfast.dialect.DialectEvent;
import dev.holdfast.internal.Cursors;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What dialects read, as events of a stream. */
final class DialectEvents {
  private DialectEvents() {}

  /**
   * @param id the event's own identifier, if it can be sent back
   * @param position the stream's position after it
   */
  static StreamEvent create(
      DialectEvent event, @Nullable String id, @Nullable String position, TransportType transport) {
    String type = nullIfEmpty(event.type());
    ByteString bytes = event.bytes();
    String text = event.text() == null ? "" : event.text();
    return bytes != null
        ? StreamEvent.create(id, position, type, bytes, transport)
        : StreamEvent.create(id, position, type, text, transport);
  }

  /** Returns the position, if it is one and can be sent back. */
  static @Nullable String sendable(@Nullable String position) {
    return position != null && Cursors.isSendable(position) ? nullIfEmpty(position) : null;
  }

  static @Nullable String nullIfEmpty(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
