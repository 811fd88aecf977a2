package dev.holdfast.internal.connection;

import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.transport.Transport;
import dev.holdfast.internal.transport.Transports;
import okhttp3.HttpUrl;

/** A stream's transports, behind the gates of its origins: each attempt starts when it may. */
public final class GatedTransports implements Transports {
  private final Transports transports;
  private final GateGuest streamed;
  private final GateGuest polled;

  public GatedTransports(Transports transports, OriginGate gate, StreamRequest request) {
    this.transports = transports;
    String origin = Redaction.origin(request.url());
    HttpUrl pollUrl = request.longPoll().url();
    String pollOrigin = pollUrl == null ? origin : Redaction.origin(pollUrl);
    this.streamed = gate.join(origin);
    this.polled = pollOrigin.equals(origin) ? streamed : gate.join(pollOrigin);
  }

  @Override
  public Transport get(TransportType type) {
    Transport transport = transports.get(type);
    GateGuest guest = type == TransportType.LONG_POLL ? polled : streamed;
    return (spec, sink) -> {
      GatedAttempt attempt = new GatedAttempt(transport, guest, type, spec, sink);
      attempt.enter();
      return attempt;
    };
  }

  /** The stream is over. */
  public void leave() {
    streamed.leave();
    if (polled != streamed) {
      polled.leave();
    }
  }
}
