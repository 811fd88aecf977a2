package dev.holdfast.internal.loop;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Time, randomness and threads of one client. Tests bring their own. */
public final class Environment {
  public final Clock clock;
  public final Timers timers;
  public final Randomness random;
  public final Executor readers;

  /** How threads wait for each other. */
  public final Supplier<Signal> signals;

  public Environment(Clock clock, Timers timers, Randomness random, Executor readers) {
    this(clock, timers, random, readers, Signal::create);
  }

  public Environment(
      Clock clock, Timers timers, Randomness random, Executor readers, Supplier<Signal> signals) {
    this.clock = clock;
    this.timers = timers;
    this.random = random;
    this.readers = readers;
    this.signals = signals;
  }

  /**
   * Returns the system's.
   *
   * @param readers null for the default threads
   * @param bootMillis a clock that goes on while the machine sleeps; null for the wall clock
   */
  public static Environment system(@Nullable Executor readers, @Nullable LongSupplier bootMillis) {
    return new Environment(
        bootMillis == null ? Clock.SYSTEM : Clock.system(bootMillis),
        new SystemTimers("holdfast-control"),
        Randomness.SYSTEM,
        readers == null ? Readers.byDefault() : readers);
  }
}
