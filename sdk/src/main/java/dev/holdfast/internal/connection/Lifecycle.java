package dev.holdfast.internal.connection;

import static dev.holdfast.ConnectionState.CLOSED;
import static dev.holdfast.ConnectionState.CONNECTING;
import static dev.holdfast.ConnectionState.IDLE;
import static dev.holdfast.ConnectionState.OPEN;
import static dev.holdfast.ConnectionState.WAITING;

import dev.holdfast.ConnectionState;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stream: the one place that writes it, against the one table of legal transitions.
 * Written in the stream's serial context, read by any thread.
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
 *   every state ──► CLOSED     every state but CLOSED ──► WAITING: paused
 * </pre>
 */
final class Lifecycle {
  private static final Map<ConnectionState, EnumSet<ConnectionState>> LEGAL =
      new EnumMap<>(ConnectionState.class);

  static {
    LEGAL.put(IDLE, EnumSet.of(CONNECTING, WAITING, CLOSED));
    LEGAL.put(CONNECTING, EnumSet.of(OPEN, WAITING, CLOSED));
    LEGAL.put(OPEN, EnumSet.of(CONNECTING, WAITING, CLOSED));
    LEGAL.put(WAITING, EnumSet.of(CONNECTING, CLOSED));
    LEGAL.put(CLOSED, EnumSet.noneOf(ConnectionState.class));
  }

  private final Consumer<Consumer<StreamListener>> notices;
  private volatile ConnectionState state = IDLE;
  private volatile @Nullable StreamException closeCause;

  /**
   * @param notices takes callbacks, in order
   */
  Lifecycle(Consumer<Consumer<StreamListener>> notices) {
    this.notices = notices;
  }

  ConnectionState state() {
    return state;
  }

  /** Why the stream closed; null while it has not, and where nothing went wrong. */
  @Nullable StreamException closeCause() {
    return closeCause;
  }

  boolean is(ConnectionState expected) {
    return state == expected;
  }

  boolean isOpen() {
    return state == OPEN;
  }

  /** Goes to a state, and says so, with what led to it. */
  void to(ConnectionState next, @Nullable StreamException cause) {
    EnumSet<ConnectionState> legal = LEGAL.get(state);
    if (legal == null || !legal.contains(next)) {
      throw new IllegalStateException("no transition from " + state + " to " + next);
    }
    if (next == CLOSED) {
      closeCause = cause;
    }
    state = next;
    notices.accept(listener -> listener.onStateChange(next, cause));
  }

  /** As {@link #to}, unless it is there already. */
  void ensure(ConnectionState next, @Nullable StreamException cause) {
    if (state != next) {
      to(next, cause);
    }
  }
}
