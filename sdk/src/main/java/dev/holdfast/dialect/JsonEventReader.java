package dev.holdfast.dialect;

import com.fasterxml.jackson.core.JsonToken;
import dev.holdfast.internal.OneLine;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads an event of the standard dialect: fields in any order, each at most once. Used once. */
final class JsonEventReader {
  private static final int SHOWN = 40;

  private final JsonInput json;
  private final String name;
  private final Set<String> seen = new HashSet<>();
  private @Nullable String id;
  private @Nullable String type;
  private @Nullable String event;
  private @Nullable String encoding;
  private String data = "";

  /** What {@link #data} was; null where the event has none. */
  private @Nullable JsonToken dataToken;

  private JsonEventReader(JsonInput json, String name) {
    this.json = json;
    this.name = name;
  }

  /** Reads the object that the parser has just entered, up to its end. */
  static DialectEvent read(JsonInput json, String name) throws IOException {
    return new JsonEventReader(json, name).event();
  }

  private DialectEvent event() throws IOException {
    for (String field = json.nextField(); field != null; field = json.nextField()) {
      switch (field) {
        case "id":
          id = text(field);
          break;
        case "type":
          type = text(field);
          break;
        case "event":
          event = text(field);
          break;
        case "encoding":
          encoding = text(field);
          break;
        case "data":
          once(field);
          dataToken = json.next();
          data = dataToken == JsonToken.VALUE_STRING ? json.string() : json.source();
          break;
        default:
          json.skipValue();
      }
    }
    String named = type != null ? type : event;
    return encoding == null
        ? DialectEvent.of(id, named, data)
        : DialectEvent.of(id, named, decoded(encoding));
  }

  private @Nullable String text(String field) throws IOException {
    once(field);
    return JsonAnswerReader.text(json, name + "." + field);
  }

  private void once(String field) throws IOException {
    if (!seen.add(field)) {
      throw json.failure(name + "." + field + " comes twice");
    }
  }

  /** Only now is it known what the data is: its encoding may come after it. */
  private ByteString decoded(String encoding) throws IOException {
    if (!encoding.equals("base64")) {
      String shown = encoding.length() > SHOWN ? encoding.substring(0, SHOWN) + "…" : encoding;
      throw json.failure(name + ".encoding is \"" + OneLine.of(shown) + "\", not \"base64\"");
    }
    if (dataToken != null && dataToken != JsonToken.VALUE_STRING) {
      throw json.unexpected(name + ".data", dataToken, "a string of base64");
    }
    ByteString bytes = ByteString.decodeBase64(data);
    if (bytes == null) {
      throw json.failure(name + ".data is no base64");
    }
    return bytes;
  }
}
