package dev.holdfast.cli.output;

import dev.holdfast.StreamEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Event-stream format (WHATWG HTML §9.2.5) again: what reads this sees the events that we saw;
 * bytes that are no text as their base64, for the format has only text. Not thread-safe.
 */
public final class RawFormat implements EventFormat {
  /** What a reader of our output has as its last event ID by now. */
  private @Nullable String readersId;

  @Override
  public String format(StreamEvent event) {
    StringBuilder text = new StringBuilder(event.data().length() + 64);
    String id = event.id();
    if (id != null) {
      field(text, "id", id);
    } else if (!Objects.equals(event.lastEventId(), readersId)) {
      // The event that set it was not printed. A block of its own sets it without being an event.
      field(text, "id", event.lastEventId() == null ? "" : event.lastEventId());
      text.append('\n');
    }
    readersId = event.lastEventId();
    if (event.hasOwnType()) {
      // As JSON, a type may have line ends, which this format cannot say.
      field(text, "event", event.type().replaceAll("[\r\n]+", " "));
    }
    for (String line : event.data().split("\r\n|\r|\n", -1)) {
      field(text, "data", line);
    }
    return text.append('\n').toString();
  }

  private static void field(StringBuilder text, String name, String value) {
    text.append(name).append(':');
    if (!value.isEmpty()) {
      text.append(' ').append(value);
    }
    text.append('\n');
  }
}
