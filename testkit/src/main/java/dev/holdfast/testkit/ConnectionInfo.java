package dev.holdfast.testkit;

import org.jspecify.annotations.Nullable;

/** What a generated fault schedule may look at. Immutable. */
public final class ConnectionInfo {
  private final int number;
  private final int numberOfKind;
  private final SeenRequest request;

  ConnectionInfo(int number, int numberOfKind, SeenRequest request) {
    this.number = number;
    this.numberOfKind = numberOfKind;
    this.request = request;
  }

  /** The number of this request among those to its stream: 1, 2, 3, … */
  public int number() {
    return number;
  }

  /** The number of this request among those to its stream that are served as it is: 1, 2, 3, … */
  public int numberOfKind() {
    return numberOfKind;
  }

  /** The transport that the request asks for. */
  public Served served() {
    return request.served();
  }

  /** The cursor that the request carries, wherever it does; null if it has none. */
  public @Nullable String cursor() {
    return request.cursor();
  }

  /** The value of {@code Last-Event-ID}; null if it was not sent. */
  public @Nullable String lastEventId() {
    return request.lastEventId();
  }

  /** The request itself. */
  public SeenRequest request() {
    return request;
  }

  @Override
  public String toString() {
    return "#" + number + " " + request;
  }
}
