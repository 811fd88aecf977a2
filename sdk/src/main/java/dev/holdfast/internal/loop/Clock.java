package dev.holdfast.internal.loop;

/** The two clocks. Logic uses the monotonic one; the wall clock serves dates and suspend only. */
public interface Clock {
  /** The system's clocks. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public long wallMillis() {
          return System.currentTimeMillis();
        }
      };

  /** Nanoseconds since an arbitrary origin; never goes back. Compare by difference. */
  long nanoTime();

  /** Milliseconds since 1970-01-01T00:00Z; may jump. */
  long wallMillis();
}
