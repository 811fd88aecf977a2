package dev.holdfast.internal.connection;

import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which transports a stream may go by, and in what order they are tried. Immutable. */
public final class TransportOrder {
  private final List<TransportType> tried;
  private final @Nullable TransportType upgrade;

  private TransportOrder(List<TransportType> tried, @Nullable TransportType upgrade) {
    this.tried = Collections.unmodifiableList(tried);
    this.upgrade = upgrade;
  }

  /** The order that the request names, the best first. */
  public static TransportOrder ofStream(StreamRequest request) {
    return new TransportOrder(request.transports(), null);
  }

  /**
   * The order of a channel: what receives at once comes first, and WebSocket, which is better,
   * beside it; as a last resort also alone. A request that names WebSocket first means that.
   */
  public static TransportOrder ofChannel(StreamRequest request) {
    List<TransportType> tried = new ArrayList<>(request.transports());
    // Another method has a body, which a handshake has not: it may well be another stream.
    boolean answersGet = request.method().equals("GET") || request.webSocket().url() != null;
    if (request.hasDefaultTransports() && answersGet) {
      tried.add(TransportType.WEBSOCKET);
    }
    boolean upgrades = tried.indexOf(TransportType.WEBSOCKET) > 0;
    return new TransportOrder(tried, upgrades ? TransportType.WEBSOCKET : null);
  }

  List<TransportType> tried() {
    return tried;
  }

  TransportType first() {
    return tried.get(0);
  }

  /** Whether the stream goes by this while it can, and by the others till then. */
  boolean isUpgrade(TransportType type) {
    return type == upgrade;
  }

  /** What is better than this, the best first. */
  List<TransportType> betterThan(TransportType type) {
    List<TransportType> better = new ArrayList<>();
    if (upgrade != null && type != upgrade) {
      better.add(upgrade);
    }
    if (type != upgrade && type != first()) {
      better.add(first());
    }
    return better;
  }
}
