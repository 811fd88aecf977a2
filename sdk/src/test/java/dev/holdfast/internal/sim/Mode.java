package dev.holdfast.internal.sim;

import dev.holdfast.ResumeCheck;
import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.connection.TransportOrder;

/** By what a simulated stream goes, and what a client can know of losses there. */
enum Mode {
  SSE(TransportType.SSE),
  POLL(TransportType.LONG_POLL),
  /** Both, with something on the way that blocks now one and now the other. */
  CHANGING(TransportType.SSE, TransportType.LONG_POLL),
  /** A channel: WebSocket beside the others, and something on the way that blocks one of them. */
  CHANNEL(TransportType.SSE, TransportType.LONG_POLL, TransportType.WEBSOCKET);

  private final TransportType[] transports;

  Mode(TransportType... transports) {
    this.transports = transports;
  }

  boolean changes() {
    return transports.length > 1;
  }

  TransportOrder order(StreamRequest request) {
    return this == CHANNEL ? TransportOrder.ofChannel(request) : TransportOrder.ofStream(request);
  }

  TransportType[] transports() {
    return transports.clone();
  }

  /** Whether the server loses nothing, if it is asked as this check asks. */
  boolean isExact(SimServer server, ResumeCheck check) {
    ServerKind kind = server.kind;
    boolean places = server.polls.nextCursor == SimPolls.NextCursor.PLACE;
    boolean exact = check == ResumeCheck.ANCHORED ? kind.exactByAnchor : kind.exactByLastId;
    // No poll of a loop but its first is anchored; between two polls a batch may grow.
    return exact && (this == SSE || kind != ServerKind.SEVERAL_PER_ID || places);
  }

  /** Whether a client can see that something was lost. */
  boolean showsLoss(SimServer server, ResumeCheck check) {
    if (isExact(server, check)) {
      return true;
    }
    boolean atReconnect =
        check == ResumeCheck.ANCHORED
            || server.kind == ServerKind.CONSTANT_ID
            || server.kind == ServerKind.ANSWERS_410;
    return atReconnect && (this == SSE || showsLossBetweenPolls(server));
  }

  /**
   * Whether a loss between two polls of a loop shows. A poll continues from the last event, so an
   * answer that continues later looks like any other; the server alone knows.
   */
  private static boolean showsLossBetweenPolls(SimServer server) {
    return switch (server.kind) {
      case LIVE_ONLY, CONSTANT_ID -> server.polls.helps && server.unnoticedRestarts == 0;
      case RING_OF_30 -> server.polls.helps;
      case SEVERAL_PER_ID -> server.polls.nextCursor == SimPolls.NextCursor.PLACE;
      case COUNTER_RESTARTS -> server.unnoticedRestarts == 0;
      default -> true;
    };
  }
}
