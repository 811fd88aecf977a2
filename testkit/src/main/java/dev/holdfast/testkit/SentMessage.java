package dev.holdfast.testkit;

import org.jspecify.annotations.Nullable;

/** A message that a client has sent to a stream, by a WebSocket or a POST. Immutable. */
public final class SentMessage {
  private final @Nullable String id;
  private final @Nullable String type;
  private final Payload data;
  private final Served by;
  private final int delivery;

  SentMessage(@Nullable String id, @Nullable String type, Payload data, Served by, int delivery) {
    this.id = id;
    this.type = type;
    this.data = data;
    this.by = by;
    this.delivery = delivery;
  }

  /** Its ID: {@code ref}, or {@code Idempotency-Key}; null on a raw WebSocket. */
  public @Nullable String id() {
    return id;
  }

  /** Its type; null if it has none, as by a POST. */
  public @Nullable String type() {
    return type;
  }

  /**
   * Its data. By a POST that is JSON for {@code application/json}, text for any {@code text/…}, and
   * bytes for the rest.
   */
  public Payload data() {
    return data;
  }

  /** {@link Served#WEBSOCKET} or {@link Served#SEND}. */
  public Served by() {
    return by;
  }

  /** 1 when its ID came for the first time, 2 for its first repetition, … */
  public int delivery() {
    return delivery;
  }

  @Override
  public String toString() {
    return by
        + (id == null ? "" : " " + id)
        + (delivery == 1 ? "" : " (delivery " + delivery + ")")
        + (type == null ? " " : " " + type + ": ")
        + data;
  }
}
