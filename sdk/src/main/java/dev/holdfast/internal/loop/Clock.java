package dev.holdfast.internal.loop;

import java.util.function.LongSupplier;

/** The clocks. Logic uses the monotonic one; the wall clock serves dates, the third suspend. */
public interface Clock {
  /** The system's clocks. */
  Clock SYSTEM = system(System::currentTimeMillis);

  /** The system's clocks, and one that goes on while the machine sleeps. */
  static Clock system(LongSupplier bootMillis) {
    return new Clock() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public long wallMillis() {
        return System.currentTimeMillis();
      }

      @Override
      public long bootMillis() {
        return bootMillis.getAsLong();
      }
    };
  }

  /** Nanoseconds since an arbitrary origin; never goes back. Compare by difference. */
  long nanoTime();

  /** Milliseconds since 1970-01-01T00:00Z; may jump. */
  long wallMillis();

  /** Milliseconds since an arbitrary origin, of sleep as well; may jump if it is the wall clock. */
  default long bootMillis() {
    return wallMillis();
  }
}
