package dev.holdfast.json;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.EventDecodingException;
import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import okio.ByteString;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Events as a transport makes them, and what the tests read them as. */
final class Events {
  private Events() {}

  enum Side {
    BUY,
    SELL
  }

  record Trade(String symbol, double price, int count, Side side, boolean last) {}

  record Quote(double bid, double ask) {}

  record Node(Node next) {}

  static StreamEvent event(String data) {
    return event("trade", data);
  }

  static StreamEvent event(String type, String data) {
    return StreamEvent.create("42", "42", type, data, TransportType.SSE);
  }

  static StreamEvent binary(ByteString bytes) {
    return StreamEvent.create("42", "42", "trade", bytes, TransportType.WEBSOCKET);
  }

  /** A trade in which one field is another; the text of a value that must be in no message. */
  static String trade(String field, String value) {
    String json =
        "{\"symbol\":\"X\",\"price\":1.5,\"count\":2,\"side\":\"BUY\",\"last\":true,"
            + "\"note\":\"s3cret\"}";
    String changed = json.replaceFirst("\"" + field + "\":[^,}]+", "\"" + field + "\":" + value);
    if (changed.equals(json)) {
      throw new AssertionError("nothing changed by " + field + "=" + value);
    }
    return changed;
  }

  static EventDecodingException failure(ThrowingCallable call) {
    EventDecodingException failure = catchThrowableOfType(EventDecodingException.class, call);
    if (failure == null) {
      throw new AssertionError("it was read");
    }
    return failure;
  }

  static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }
}
