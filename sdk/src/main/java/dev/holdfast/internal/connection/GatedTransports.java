package dev.holdfast.internal.connection;

import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.transport.Transport;
import dev.holdfast.internal.transport.Transports;
import java.util.EnumMap;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A stream's transports, behind the gates of its origins: each attempt starts when it may. */
public final class GatedTransports implements Transports {
  private final Transports transports;
  private final GateGuest streamed;
  private final Map<TransportType, GateGuest> elsewhere = new EnumMap<>(TransportType.class);

  public GatedTransports(Transports transports, OriginGate gate, StreamRequest request) {
    this.transports = transports;
    this.streamed = join(gate, request.url());
    join(TransportType.LONG_POLL, request.longPoll().url(), gate, request);
    join(TransportType.WEBSOCKET, request.webSocket().url(), gate, request);
  }

  private void join(
      TransportType type, @Nullable HttpUrl url, OriginGate gate, StreamRequest request) {
    if (url != null && !Redaction.origin(url).equals(Redaction.origin(request.url()))) {
      elsewhere.put(type, join(gate, url));
    }
  }

  private static GateGuest join(OriginGate gate, HttpUrl url) {
    return gate.join(Redaction.origin(url), url.encodedPath());
  }

  /** The stream, as the gate of the origin knows it that this transport goes to. */
  GateGuest guest(TransportType type) {
    GateGuest guest = elsewhere.get(type);
    return guest == null ? streamed : guest;
  }

  @Override
  public Transport get(TransportType type) {
    Transport transport = transports.get(type);
    return (spec, sink) -> {
      GatedAttempt attempt = new GatedAttempt(transport, guest(type), type, spec, sink);
      attempt.enter();
      return attempt;
    };
  }

  /** The stream is over. */
  public void leave() {
    streamed.leave();
    elsewhere.values().forEach(GateGuest::leave);
  }
}
