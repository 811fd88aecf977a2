package dev.holdfast.dialect;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A connection by {@code holdfast.v1}: the server's hello, then whatever it has to say. */
final class StandardConversation implements SocketConversation {
  private boolean greeted;

  @Override
  public boolean beginsWithHello() {
    return true;
  }

  @Override
  public Sending sending() {
    return Sending.ACKNOWLEDGED;
  }

  @Override
  public SocketFrame send(OutgoingMessage message) throws IOException {
    return JsonSend.frame(message);
  }

  @Override
  public SocketMessage read(SocketFrame frame) throws IOException {
    String text = frame.text();
    if (text == null) {
      throw new IOException("a binary message, where holdfast.v1 has JSON texts alone");
    }
    String kind = kind(text);
    if (!greeted && !kind.equals("hello")) {
      throw new IOException("the first message is no hello");
    }
    if (greeted && kind.equals("hello")) {
      throw new IOException("a second hello");
    }
    greeted = true;
    return kind.equals("event") ? event(text) : JsonSignal.read(text, kind);
  }

  /** Finds the kind, wherever in the object it is. */
  private static String kind(String text) throws IOException {
    try (JsonInput json = new JsonInput(text)) {
      enter(json);
      for (String field = json.nextField(); field != null; field = json.nextField()) {
        if (field.equals("kind")) {
          JsonToken token = json.next();
          if (token != JsonToken.VALUE_STRING) {
            throw json.unexpected("kind", token, "a string");
          }
          return json.string();
        }
        json.skipValue();
      }
      throw json.failure("a message without kind");
    }
  }

  private static SocketMessage event(String text) throws IOException {
    try (JsonInput json = new JsonInput(text)) {
      enter(json);
      DialectEvent event = JsonEventReader.read(json, "event");
      end(json);
      return SocketMessage.event(event);
    }
  }

  static void enter(JsonInput json) throws IOException {
    JsonToken token = json.next();
    if (token != JsonToken.START_OBJECT) {
      throw json.unexpected("the message", token, "a JSON object");
    }
  }

  static void end(JsonInput json) throws IOException {
    if (json.next() != null) {
      throw json.failure("more JSON after the message's object");
    }
  }
}
