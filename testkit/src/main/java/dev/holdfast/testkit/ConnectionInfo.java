package dev.holdfast.testkit;

import org.jspecify.annotations.Nullable;

/** What a generated fault schedule may look at. Immutable. */
public final class ConnectionInfo {
  private final int number;
  private final SeenRequest request;

  ConnectionInfo(int number, SeenRequest request) {
    this.number = number;
    this.request = request;
  }

  /** The number of this request among those to its stream: 1, 2, 3, … */
  public int number() {
    return number;
  }

  /** The cursor that the request carries; null if it has none. */
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
