package dev.holdfast.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is spoken on a WebSocket once it is open. */
public enum WebSocketProtocol {
  /** Holdfast's own: JSON frames, a hello first, acknowledged sends. */
  HOLDFAST_V1("holdfast.v1"),
  /** Nchan's: each frame is {@code id: X}, perhaps a content type, a blank line, and the data. */
  NCHAN("ws+meta.nchan"),
  /** No subprotocol: each frame is an event's data, or a message's. */
  RAW(null);

  final @Nullable String subprotocol;

  WebSocketProtocol(@Nullable String subprotocol) {
    this.subprotocol = subprotocol;
  }

  /** The first that is offered and allowed; raw if there is none. */
  static WebSocketProtocol choose(List<String> offers, Iterable<WebSocketProtocol> allowed) {
    for (String header : offers) {
      for (String offer : header.split(",", -1)) {
        for (WebSocketProtocol protocol : allowed) {
          if (offer.trim().equals(protocol.subprotocol)) {
            return protocol;
          }
        }
      }
    }
    return RAW;
  }
}
