package dev.holdfast.dialect;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the standard dialect's answer in one pass, without a tree. Used once.
 *
 * <p>A field that means something may come once an object: with two cursors or two lists of events,
 * to take one would be to lose what the other says.
 */
final class JsonAnswerReader {
  private final JsonInput json;
  private final PollAnswer.Builder answer = PollAnswer.builder();
  private final Set<String> seen = new HashSet<>();
  private int events;

  private JsonAnswerReader(JsonInput json) {
    this.json = json;
  }

  /** Reads a text that begins with an object; null if the object has no events to tell of. */
  static @Nullable PollAnswer read(String text) throws IOException {
    try (JsonInput json = new JsonInput(text)) {
      json.next();
      return new JsonAnswerReader(json).answer();
    }
  }

  private @Nullable PollAnswer answer() throws IOException {
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "events":
          once(field);
          events();
          break;
        case "nextCursor":
          once(field);
          answer.nextCursor(text(field));
          break;
        case "gap":
          once(field);
          gap();
          break;
        default:
          json.skipValue();
      }
    }
    if (json.next() != null) {
      throw json.failure("more JSON after the answer's object");
    }
    return seen.contains("events") ? answer.build() : null;
  }

  private void once(String field) throws IOException {
    if (!seen.add(field)) {
      throw json.failure(field + " comes twice");
    }
  }

  private void events() throws IOException {
    JsonToken token = json.next();
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (token != JsonToken.START_ARRAY) {
      throw json.unexpected("events", token, "an array");
    }
    for (token = json.next(); token != JsonToken.END_ARRAY; token = json.next()) {
      String name = "events[" + events++ + "]";
      if (token != JsonToken.START_OBJECT) {
        throw json.unexpected(name, token, "an object");
      }
      answer.event(JsonEventReader.read(json, name));
    }
  }

  private void gap() throws IOException {
    JsonToken token = json.next();
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (token != JsonToken.START_OBJECT) {
      throw json.unexpected("gap", token, "an object");
    }
    String from = null;
    String to = null;
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      if (field.equals("from")) {
        once("gap.from");
        from = text("gap.from");
      } else if (field.equals("to")) {
        once("gap.to");
        to = text("gap.to");
      } else {
        json.skipValue();
      }
    }
    answer.gap(from, to);
  }

  private @Nullable String text(String name) throws IOException {
    return text(json, name);
  }

  /** Reads a value that is a string, or a number as it is written; null for null. */
  static @Nullable String text(JsonInput json, String name) throws IOException {
    JsonToken token = json.next();
    if (token == JsonToken.VALUE_STRING) {
      return json.string();
    }
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return json.source();
    }
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    throw json.unexpected(name, token, "a string or a number");
  }
}
