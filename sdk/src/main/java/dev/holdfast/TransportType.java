package dev.holdfast;

/** How a connection carries the events of a stream. */
public enum TransportType {
  /** Server-Sent Events: one long HTTP response of type {@code text/event-stream}. */
  SSE("sse"),
  /** Long polling: one HTTP request after the other, each answered once there are events. */
  LONG_POLL("long-poll"),
  /** WebSocket: messages both ways over one connection (RFC 6455). */
  WEBSOCKET("websocket");

  private final String label;

  TransportType(String label) {
    this.label = label;
  }

  /**
   * Returns the name used in logs and by the command's {@code --transport}: {@code sse}, {@code
   * long-poll}, {@code websocket}.
   */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
