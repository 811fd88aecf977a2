package dev.holdfast.internal.loop;

import java.util.concurrent.ThreadLocalRandom;

/** Where jitter comes from. */
@FunctionalInterface
public interface Randomness {
  /** The system's generator, for use from any thread. */
  Randomness SYSTEM = () -> ThreadLocalRandom.current().nextDouble();

  /** A number from 0 (inclusive) to 1 (exclusive). */
  double nextDouble();
}
