package dev.holdfast.dialect;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a message says that is no event; fields in any order, each at most once. */
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
        if (signal.take(json, field) && !seen.add(field)) {
          throw json.failure(field + " comes twice");
        }
      }
      StandardConversation.end(json);
      return signal.message(json, kind);
    }
  }

  private boolean take(JsonInput json, String field) throws IOException {
    switch (field) {
      case "resumed":
        resumed = truth(json, field);
        return true;
      case "retry":
        retry = truth(json, field);
        return true;
      case "heartbeat":
        heartbeat = millis(json);
        return true;
      case "cursor":
        cursor = JsonAnswerReader.text(json, field);
        return true;
      case "from":
        from = JsonAnswerReader.text(json, field);
        return true;
      case "to":
        to = JsonAnswerReader.text(json, field);
        return true;
      case "ref":
        ref = JsonAnswerReader.text(json, field);
        return true;
      case "reason":
        reason = JsonAnswerReader.text(json, field);
        return true;
      default:
        json.skipValue();
        return false;
    }
  }

  private SocketMessage message(JsonInput json, String kind) throws IOException {
    switch (kind) {
      case "hello":
        return SocketMessage.hello(resumed, cursor, heartbeat);
      case "gap":
        return SocketMessage.gap(from, to);
      default:
        if (ref == null) {
          throw json.failure(kind + " without ref");
        }
        return kind.equals("ack")
            ? SocketMessage.acknowledged(ref)
            : SocketMessage.refused(ref, reason, retry);
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
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw json.unexpected("heartbeat", token, "a number of milliseconds");
    }
    String digits = json.source();
    boolean sensible = digits.length() <= 9 && !digits.startsWith("-");
    return sensible ? Duration.ofMillis(Long.parseLong(digits)) : Duration.ZERO;
  }
}
