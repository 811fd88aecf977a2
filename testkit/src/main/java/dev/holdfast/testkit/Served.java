package dev.holdfast.testkit;

import java.util.Locale;
import okhttp3.Headers;

/** How a stream serves a request: the transport that the request asks for. */
public enum Served {
  /** As Server-Sent Events: every request that is nothing else. */
  SSE,
  /**
   * By one answer: {@code Accept} lists {@code application/json}, not {@code text/event-stream}.
   */
  LONG_POLL,
  /** As a WebSocket: a GET with {@code Upgrade: websocket}. */
  WEBSOCKET,
  /**
   * Not at all: a POST with an {@code Idempotency-Key} whose {@code Accept} does not list {@code
   * text/event-stream} sends a message.
   */
  SEND;

  static Served to(String method, Headers request) {
    if (method.equals("GET") && "websocket".equalsIgnoreCase(request.get("Upgrade"))) {
      return WEBSOCKET;
    }
    boolean json = false;
    for (String accept : request.values("Accept")) {
      for (String range : accept.split(",", -1)) {
        String type = range.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (type.equals("text/event-stream")) {
          return SSE;
        }
        json |= type.equals("application/json");
      }
    }
    if (method.equals("POST") && request.get("Idempotency-Key") != null) {
      return SEND;
    }
    return json ? LONG_POLL : SSE;
  }
}
