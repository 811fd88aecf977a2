package dev.holdfast.internal.loop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations as nanoseconds. */
public final class Nanos {
  /** A hundred years: as good as for ever, and still far from what overflows. */
  public static final long MAX = TimeUnit.DAYS.toNanos(36_500);

  private Nanos() {}

  /** Returns the nanoseconds of a duration, or {@link #MAX} if it is longer. */
  public static long of(Duration duration) {
    return duration.getSeconds() >= TimeUnit.NANOSECONDS.toSeconds(MAX) ? MAX : duration.toNanos();
  }
}
