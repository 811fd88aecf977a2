package dev.holdfast.internal.connection;

import static dev.holdfast.ConnectionState.CLOSED;
import static dev.holdfast.ConnectionState.CONNECTING;
import static dev.holdfast.ConnectionState.IDLE;
import static dev.holdfast.ConnectionState.OPEN;
import static dev.holdfast.ConnectionState.WAITING;

import dev.holdfast.ConnectionState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/**
 * The one table of legal transitions.
 *
 * <pre>
 *            start            accepted
 *   IDLE ───────────► CONNECTING ───────────► OPEN ─┐ handover: stays OPEN
 *                       ▲    │ failed          │ ▲──┘
 *           delay over  │    ▼                 │ lost
 *                       └─ WAITING ◄───────────┤
 *                       ▲                      │ lost, and a candidate is
 *                       └─ CONNECTING ◄────────┘ still connecting
 *
 *   every state ──► CLOSED
 * </pre>
 */
final class Lifecycle {
  private static final Map<ConnectionState, EnumSet<ConnectionState>> LEGAL =
      new EnumMap<>(ConnectionState.class);

  static {
    LEGAL.put(IDLE, EnumSet.of(CONNECTING, CLOSED));
    LEGAL.put(CONNECTING, EnumSet.of(OPEN, WAITING, CLOSED));
    LEGAL.put(OPEN, EnumSet.of(CONNECTING, WAITING, CLOSED));
    LEGAL.put(WAITING, EnumSet.of(CONNECTING, CLOSED));
    LEGAL.put(CLOSED, EnumSet.noneOf(ConnectionState.class));
  }

  private Lifecycle() {}

  static void check(ConnectionState from, ConnectionState to) {
    EnumSet<ConnectionState> legal = LEGAL.get(from);
    if (legal == null || !legal.contains(to)) {
      throw new IllegalStateException("no transition from " + from + " to " + to);
    }
  }
}
