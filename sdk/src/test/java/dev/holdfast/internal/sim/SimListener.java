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

  /** How often a slow app on an executor stands still, and for how long. */
  private static final double STALLS = 0.01;

  private static final int LONGEST_STALL = 30_000;

  private final World world;
  private final Kind kind;
  private final AppSide side;
  private final Oracle oracle;
  private final Runnable startAgain;
  private @Nullable Subscription subscription;
  private long busyUntil;
  boolean died;

  SimListener(World world, Kind kind, AppSide side, Oracle oracle, Runnable startAgain) {
    this.side = side;
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
    return side == AppSide.INLINE ? busyUntil : 0;
  }

  /** How long the app's executor is busy, in milliseconds. */
  long freeIn() {
    return Math.max(0, busyUntil - world.millis());
  }

  @Override
  public void onEvent(StreamEvent event) {
    int number = Integer.parseInt(event.data().substring("payload ".length()));
    Subscription current = subscription;
    oracle.event(number, event, current == null ? null : current.lastEventId());
    switch (kind) {
      case FAST -> {}
      case SLOW -> {
        boolean stalls = side != AppSide.INLINE && world.chance(STALLS);
        busyUntil = world.millis() + world.between(0, stalls ? LONGEST_STALL : 60);
      }
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
    if (side == AppSide.ACKNOWLEDGING) {
      acknowledge(event, current);
    } else if (!died) {
      oracle.processed(event);
    }
  }

  private void acknowledge(StreamEvent event, @Nullable Subscription current) {
    Runnable ack =
        () -> {
          if (current == subscription && !died) {
            oracle.processed(event);
            event.ack();
          }
        };
    if (world.chance(0.3)) {
      ack.run();
    } else {
      world.after(world.between(0, 500), ack);
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
