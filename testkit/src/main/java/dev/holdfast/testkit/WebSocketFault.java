package dev.holdfast.testkit;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * What goes wrong with a WebSocket once it is open: at a moment, whatever a {@link WebSocketPeer}
 * can do.
 *
 * <pre>{@code
 * log.enqueue(WebSocketFault.afterEvents(3, peer -> peer.close(1011, "overloaded")));
 * log.enqueue(WebSocketFault.onOpen(WebSocketPeer::stopReading));
 * }</pre>
 *
 * <p>The faults of {@link Fault} that replace or delay an answer do so to the handshake; those that
 * count bytes count the frames' bytes, headers of frames included, from the first after the
 * handshake. All combine by {@link Fault#and}, one of each moment. Actions are called on the
 * connection's threads and must not stop the server.
 */
public final class WebSocketFault {
  /** An action and the number or time that it waits for. */
  static final class Strike {
    final long at;
    final Consumer<? super WebSocketPeer> action;

    Strike(long at, Consumer<? super WebSocketPeer> action) {
      if (at < 0) {
        throw new IllegalArgumentException("less than 0: " + at);
      }
      this.at = at;
      this.action = action;
    }

    @Override
    public String toString() {
      return "action at " + at;
    }
  }

  private WebSocketFault() {}

  /** Acts right after the handshake, before the hello and before anything is read. */
  public static Fault onOpen(Consumer<? super WebSocketPeer> action) {
    return Fault.of(Fault.Aspect.ON_OPEN, new Strike(0, action));
  }

  /** Acts once {@code count} events were sent; 0 is right after the hello. */
  public static Fault afterEvents(int count, Consumer<? super WebSocketPeer> action) {
    return Fault.of(Fault.Aspect.AFTER_EVENTS, new Strike(count, action));
  }

  /** Acts so long after the hello, where the connection is still open. */
  public static Fault afterTime(Duration time, Consumer<? super WebSocketPeer> action) {
    return Fault.of(Fault.Aspect.AFTER_TIME, new Strike(time.toNanos(), action));
  }

  /**
   * Acts when {@code count} messages (at least 1) of the client were received, the last recorded,
   * but neither accepted nor answered: {@link WebSocketPeer#cut} loses it.
   */
  public static Fault afterReceived(int count, Consumer<? super WebSocketPeer> action) {
    return Fault.of(Fault.Aspect.AFTER_RECEIVED, new Strike(count, action));
  }

  /** Leaves out the hello. */
  public static Fault withoutHello() {
    return Fault.of(Fault.Aspect.WITHOUT_HELLO, true);
  }

  /** Ignores the upgrade, as a proxy does that strips it, and answers with an event stream. */
  public static Fault ignoreUpgrade() {
    return Fault.of(Fault.Aspect.IGNORE_UPGRADE, true);
  }
}
