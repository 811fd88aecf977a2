package dev.holdfast.internal.connection;

import dev.holdfast.internal.loop.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the machine slept: one clock went on and the monotonic clock did not. Asked
 * regularly by one timer of the client.
 */
public final class SuspendDetector {
  private static final long JUMP_MILLIS = 10_000;

  private final Clock clock;
  private long difference;

  public SuspendDetector(Clock clock) {
    this.clock = clock;
    this.difference = difference();
  }

  /** Whether the machine slept since this was last asked. */
  public boolean slept() {
    long before = difference;
    difference = difference();
    return difference - before > JUMP_MILLIS;
  }

  /** The app's own clock may fail; then nothing is known of sleep. */
  private long difference() {
    try {
      return clock.bootMillis() - TimeUnit.NANOSECONDS.toMillis(clock.nanoTime());
    } catch (RuntimeException failed) {
      return difference;
    }
  }
}
