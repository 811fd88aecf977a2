package dev.holdfast.internal.connection;

import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.List;
import java.util.Map;

/** Words one error from what every transport said. */
final class NoTransport {
  private NoTransport() {}

  /** The error of a stream that every transport refuses. */
  static StreamException failure(
      List<TransportType> order, Map<TransportType, AttemptEnd> refusals, StreamException last) {
    if (order.size() == 1) {
      return last;
    }
    boolean forbidden = true;
    for (AttemptEnd end : refusals.values()) {
      forbidden &= end.cause().reason() == Reason.CREDENTIALS_REFUSED;
    }
    Reason reason = forbidden ? Reason.CREDENTIALS_REFUSED : Reason.NO_TRANSPORT;
    return worded(reason, "no transport works: ", order, refusals, last);
  }

  /** The last failure; with what the other transports said before it, if several were tried. */
  static StreamException summary(
      List<TransportType> order, Map<TransportType, AttemptEnd> ends, StreamException last) {
    return ends.size() < 2 ? last : worded(last.reason(), "", order, ends, last);
  }

  private static StreamException worded(
      Reason reason,
      String prefix,
      List<TransportType> order,
      Map<TransportType, AttemptEnd> ends,
      StreamException last) {
    StringBuilder message = new StringBuilder(prefix);
    String separator = "";
    for (TransportType type : order) {
      AttemptEnd end = ends.get(type);
      if (end != null) {
        message.append(separator).append(type).append(": ").append(end.cause().getMessage());
        separator = "; ";
      }
    }
    StreamException all = new StreamException(reason, message.toString(), last.statusCode(), last);
    for (AttemptEnd end : ends.values()) {
      if (end.cause() != last) {
        all.addSuppressed(end.cause());
      }
    }
    return all;
  }
}
