package dev.holdfast.internal.transport;

import dev.holdfast.TransportType;

/** The transports that a stream can go by. */
public interface Transports {
  /** Returns the transport of a type. */
  Transport get(TransportType type);
}
