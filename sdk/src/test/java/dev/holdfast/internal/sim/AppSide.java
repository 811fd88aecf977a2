package dev.holdfast.internal.sim;

import dev.holdfast.DeliverySettings;

/** Where a simulated app hears of events, and how it says that it is done with them. */
enum AppSide {
  INLINE,
  /** On an executor, through a small buffer. */
  EXECUTOR,
  /** It acknowledges, sooner or later and in any order; inline or on an executor. */
  ACKNOWLEDGING;

  /** All of them in turn. */
  static AppSide of(long seed) {
    return values()[(int) Math.floorMod(seed, (long) values().length)];
  }

  DeliverySettings settings(World world, SimListener app) {
    DeliverySettings inline = DeliverySettings.inline();
    if (this == INLINE) {
      return inline;
    }
    DeliverySettings buffered =
        DeliverySettings.on(task -> world.after(app.freeIn() + world.between(0, 3), task))
            .buffer(world.between(1, 40), world.between(200, 20_000));
    if (this == EXECUTOR) {
      return buffered;
    }
    return (world.chance(0.5) ? inline : buffered).manualAck(world.between(1, 30));
  }
}
