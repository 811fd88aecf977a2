package dev.holdfast.internal.sim;

import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamListener;
import dev.holdfast.Subscription;
import org.jspecify.annotations.Nullable;

/** The app: fast, slow, failing, or dying and starting again; tells the oracle what it gets. */
final class SimListener implements StreamListener {
  /** What the app is like. */
  enum Kind {
    FAST,
    SLOW,
    FAILING,
    /** Its process dies in the middle of an event, and starts again from the stored cursor. */
    DYING
  }

  private final World world;
  private final Kind kind;
  private final Oracle oracle;
  private final Runnable startAgain;
  private @Nullable Subscription subscription;
  private long busyUntil;
  boolean died;

  SimListener(World world, Kind kind, Oracle oracle, Runnable startAgain) {
    this.startAgain = startAgain;
    this.world = world;
    this.kind = kind;
    this.oracle = oracle;
  }

  void attach(Subscription subscription) {
    this.subscription = subscription;
    this.died = false;
  }

  /** Until when the reader is in the app's code, in milliseconds. */
  long busyUntil() {
    return busyUntil;
  }

  @Override
  public void onEvent(StreamEvent event) {
    int number = Integer.parseInt(event.data().substring("payload ".length()));
    Subscription current = subscription;
    oracle.event(number, event, current == null ? null : current.lastEventId());
    switch (kind) {
      case FAST -> {}
      case SLOW -> busyUntil = world.millis() + world.between(0, 60);
      case FAILING -> {
        if (world.chance(0.05)) {
          throw new IllegalStateException("simulated");
        }
      }
      case DYING -> {
        if (current != null && world.chance(0.01)) {
          died = true;
          current.cancel();
          oracle.died();
          world.after(world.between(1, 3_000), startAgain);
          throw new IllegalStateException("dead");
        }
      }
    }
    if (!died) {
      oracle.processed(event);
    }
  }

  @Override
  public void onEventFailed(StreamEvent event, Throwable failure) {
    oracle.processed(event);
  }

  @Override
  public void onGap(Gap gap) {
    oracle.gap(gap);
  }
}
