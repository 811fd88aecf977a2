package dev.holdfast.internal.transport;

import dev.holdfast.TransportType;
import org.jspecify.annotations.Nullable;

/**
 * A stream's transports, each attempt of which begins by asking the app for credentials. That is
 * before the gate of its origin, so that an app that takes its time takes no place there; and where
 * they have expired in that line, they are asked for again behind it.
 */
public final class CredentialedTransports implements Transports {
  private final Transports transports;
  private final CredentialSource source;

  private CredentialedTransports(Transports transports, CredentialSource source) {
    this.transports = transports;
    this.source = source;
  }

  /** Returns the transports as they are where there is nobody to ask. */
  public static Transports of(Transports transports, @Nullable CredentialSource source) {
    return source == null ? transports : new CredentialedTransports(transports, source);
  }

  @Override
  public Transport get(TransportType type) {
    Transport transport = transports.get(type);
    return (spec, sink) -> {
      Grant grant = spec.grant();
      if (grant != null && !grant.hasExpiredMeanwhile(source.env.clock)) {
        return transport.open(spec, sink);
      }
      CredentialedAttempt attempt =
          new CredentialedAttempt(transport, type, spec, sink, source, grant == null);
      attempt.ask();
      return attempt;
    };
  }
}
