package dev.holdfast;

/** How a connection carries the events of a stream. */
public enum TransportType {
  /** Server-Sent Events: one long HTTP response of type {@code text/event-stream}. */
  SSE("sse");

  private final String label;

  TransportType(String label) {
    this.label = label;
  }

  /** Returns the name used in logs and by the command's {@code --transport}: {@code sse}. */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
