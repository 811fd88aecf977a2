package dev.holdfast.internal.connection;

import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.loop.Randomness;
import dev.holdfast.internal.loop.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Keeps a client's streams from falling on an origin that is away or has just come back: it limits
 * the attempts that have yet to show that the origin takes them. Streams that are connected never
 * notice it. Safe for use from any thread; its lock is held for moments, and never while code of a
 * stream or of the app runs: what it has to tell is told on the control thread.
 *
 * <p>An origin is known for as long as a stream is its guest, so there are no more of them than
 * streams.
 */
public final class OriginGate {
  final Object lock = new Object();
  final Clock clock;
  final Timers timers;
  final Randomness random;
  final GateListener listener;
  final BooleanSupplier offline;

  /** Guarded by the lock. */
  private final Map<String, GatedOrigin> origins = new HashMap<>();

  public OriginGate(Clock clock, Timers timers, Randomness random) {
    this(clock, timers, random, GateListener.NONE, () -> false);
  }

  /**
   * @param offline whether there is no network: what fails then says nothing of origins
   */
  public OriginGate(
      Clock clock,
      Timers timers,
      Randomness random,
      GateListener listener,
      BooleanSupplier offline) {
    this.clock = clock;
    this.timers = timers;
    this.random = random;
    this.listener = listener;
    this.offline = offline;
  }

  /** The same, for a stream that is like all others there. */
  GateGuest join(String origin) {
    return join(origin, "/");
  }

  /**
   * A stream will connect to an origin. Once for each of the stream's origins; until {@link
   * GateGuest#leave}.
   *
   * @param path tells what may fail by itself from what else the origin has
   */
  GateGuest join(String origin, String path) {
    synchronized (lock) {
      GatedOrigin gated = origins.get(origin);
      if (gated == null) {
        gated = new GatedOrigin(this, origin);
        origins.put(origin, gated);
      }
      return gated.join(path);
    }
  }

  /** Nobody connects to the origin any more. Under the lock. */
  void forget(String origin) {
    origins.remove(origin);
  }

  /**
   * What was away may be there on this network: one stream of each such origin finds out now. To be
   * called once the streams know of it, as they give up what they have under way.
   */
  public void networkChanged() {
    synchronized (lock) {
      for (GatedOrigin origin : new ArrayList<>(origins.values())) {
        origin.networkChanged();
      }
    }
  }

  /** How things are, an entry an origin; for people. */
  public List<GateState> states() {
    synchronized (lock) {
      List<GateState> states = new ArrayList<>();
      for (GatedOrigin origin : origins.values()) {
        states.add(origin.state());
      }
      return states;
    }
  }
}
