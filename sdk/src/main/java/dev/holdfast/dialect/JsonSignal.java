package dev.holdfast.dialect;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a message says that is no event; fields in any order, each at most once. Those that a kind
 * does not have are passed over, whatever they hold: a later version may add them.
 */
final class JsonSignal {
  private boolean resumed;
  private boolean retry;
  private Duration heartbeat = Duration.ZERO;
  private @Nullable String cursor;
  private @Nullable String from;
  private @Nullable String to;
  private @Nullable String ref;
  private @Nullable String reason;

  private JsonSignal() {}

  static SocketMessage read(String text, String kind) throws IOException {
    try (JsonInput json = new JsonInput(text)) {
      StandardConversation.enter(json);
      JsonSignal signal = new JsonSignal();
      Set<String> seen = new HashSet<>();
      for (String field = json.nextField(); field != null; field = json.nextField()) {
        if (!knows(kind, field)) {
          json.skipValue();
        } else if (seen.add(field)) {
          signal.take(json, field);
        } else {
          throw json.failure(field + " comes twice");
        }
      }
      StandardConversation.end(json);
      return signal.message(json, kind);
    }
  }

  private static boolean knows(String kind, String field) {
    switch (kind) {
      case "hello":
        return field.equals("resumed") || field.equals("cursor") || field.equals("heartbeat");
      case "gap":
        return field.equals("from") || field.equals("to");
      case "ack":
        return field.equals("ref");
      case "nack":
        return field.equals("ref") || field.equals("reason") || field.equals("retry");
      default:
        return false;
    }
  }

  private void take(JsonInput json, String field) throws IOException {
    switch (field) {
      case "resumed":
        resumed = truth(json, field);
        break;
      case "retry":
        retry = truth(json, field);
        break;
      case "heartbeat":
        heartbeat = millis(json);
        break;
      case "cursor":
        cursor = JsonAnswerReader.text(json, field);
        break;
      case "from":
        from = JsonAnswerReader.text(json, field);
        break;
      case "to":
        to = JsonAnswerReader.text(json, field);
        break;
      case "ref":
        ref = JsonAnswerReader.text(json, field);
        break;
      default:
        reason = JsonAnswerReader.text(json, field);
    }
  }

  private SocketMessage message(JsonInput json, String kind) throws IOException {
    switch (kind) {
      case "hello":
        return SocketMessage.hello(resumed, cursor, heartbeat);
      case "gap":
        return SocketMessage.gap(from, to);
      case "heartbeat":
        return SocketMessage.heartbeat();
      case "ack":
      case "nack":
        if (ref == null) {
          throw json.failure(kind + " without ref");
        }
        return kind.equals("ack")
            ? SocketMessage.acknowledged(ref)
            : SocketMessage.refused(ref, reason, retry);
      default:
        // Of a later version, or of the server's own.
        return SocketMessage.nothing();
    }
  }

  private static boolean truth(JsonInput json, String field) throws IOException {
    JsonToken token = json.next();
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return token == JsonToken.VALUE_TRUE;
    }
    if (token == JsonToken.VALUE_NULL) {
      return false;
    }
    throw json.unexpected(field, token, "a boolean");
  }

  /** Milliseconds; a server that says nothing sensible has not said how often it beats. */
  private static Duration millis(JsonInput json) throws IOException {
    JsonToken token = json.next();
    if (token == JsonToken.VALUE_NULL) {
      return Duration.ZERO;
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      throw json.failure("heartbeat is not a whole number of milliseconds");
    }
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw json.unexpected("heartbeat", token, "a number of milliseconds");
    }
    String digits = json.source();
    boolean sensible = digits.length() <= 9 && !digits.startsWith("-");
    return sensible ? Duration.ofMillis(Long.parseLong(digits)) : Duration.ZERO;
  }
}
