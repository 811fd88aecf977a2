package dev.holdfast.internal.connection;

import dev.holdfast.internal.loop.Randomness;
import java.util.concurrent.TimeUnit;

/**
 * When to look whether an origin that is away is back: soon at first, then ever more rarely. Times
 * run from the start of one probe to the start of the next, so that one that hangs costs no more
 * than one that is refused. Guarded by the gate's lock.
 */
final class GateProbes {
  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** With the jitter, 7.5 s: who waits for an origin that is back is not to wait for ten. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(6);

  /** So many streams that have not met the failure themselves may look for themselves at once. */
  private static final int NEWCOMERS = 10;

  private static final long NEWCOMER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Randomness random;
  private long since;
  private int newcomers;
  private long nextNewcomerAt;
  private int count;
  private long nextAt;

  GateProbes(Randomness random) {
    this.random = random;
  }

  void begin(long now) {
    since = now;
    newcomers = 0;
    nextNewcomerAt = now;
    count = 0;
    nextAt = now + delay();
  }

  void started(long now) {
    if (now - nextAt < 0) {
      newcomers++;
      nextNewcomerAt = now + NEWCOMER_NANOS;
    }
    count++;
    nextAt = now + delay();
  }

  /** Whether those to whom nothing has happened yet need not wait like the others. */
  boolean mayHurry() {
    return newcomers < NEWCOMERS;
  }

  /** There is a new reason to look. */
  void hurry(long now) {
    count = 0;
    nextAt = now;
  }

  /**
   * @param newcomer whether somebody waits to whom nothing has happened yet
   */
  long nextAt(boolean newcomer) {
    return newcomer && mayHurry() && nextNewcomerAt - nextAt < 0 ? nextNewcomerAt : nextAt;
  }

  int count() {
    return count;
  }

  long awayNanos(long now) {
    return now - since;
  }

  private long delay() {
    long delay = FIRST_NANOS;
    for (int i = 0; i < count && delay < MOST_NANOS; i++) {
      delay *= 2;
    }
    return (long) (Math.min(delay, MOST_NANOS) * (0.75 + random.nextDouble() / 2));
  }
}
