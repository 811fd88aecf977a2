package dev.holdfast.cli.output;

import dev.holdfast.StreamEvent;

/** How an event is written. An instance writes one stream, its events in order. */
@FunctionalInterface
public interface EventFormat {

  /** Returns the event as it is printed, its line end included. */
  String format(StreamEvent event);

  /** The data and a line feed; base64 where it is bytes that are no text. */
  static EventFormat data() {
    return event -> event.data() + "\n";
  }

  /** One JSON object a line; scripts depend on its keys and their order. */
  static EventFormat json() {
    return event ->
        Json.line(
            json -> {
              json.writeStringField("id", event.lastEventId());
              json.writeStringField("type", event.type());
              json.writeStringField("data", event.data());
              json.writeStringField("transport", event.transport().label());
              if (event.isBinary()) {
                json.writeStringField("encoding", "base64");
              }
            });
  }
}
