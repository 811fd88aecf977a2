package dev.holdfast;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How long a stream waits between attempts, and when it gives up. Immutable.
 *
 * <p>The wait is drawn by full jitter: a random time between 0 and {@code min(cap, base ·
 * 2^(failures − 1))}, never shorter than the floor. A server's {@code Retry-After} (RFC 9110
 * §10.2.3) and an event stream's {@code retry:} (WHATWG HTML §9.2.6) are lower bounds on top of
 * that: they beat the cap, have up to half their length added as jitter, and count for at most one
 * hour. The exponent starts anew once a connection has stayed up for 10 seconds and delivered.
 * After a connection that delivered a new event, the wait is short whatever the exponent is.
 *
 * <p>For the limits, an attempt has failed if it brought no new event and did not stay up for 10
 * seconds either.
 */
public final class Backoff {
  /** Base 500 ms, cap 30 s, floor 100 ms, never gives up. */
  public static final Backoff DEFAULT = new Builder().build();

  private final Duration base;
  private final Duration cap;
  private final Duration floor;
  private final int maxAttempts;
  private final int maxAttemptsUntilOpen;
  private final Duration maxElapsed;
  private final boolean reconnect;

  private Backoff(Builder builder) {
    this.base = builder.base;
    this.cap = builder.cap;
    this.floor = builder.floor;
    this.maxAttempts = builder.maxAttempts;
    this.maxAttemptsUntilOpen = builder.maxAttemptsUntilOpen;
    this.maxElapsed = builder.maxElapsed;
    this.reconnect = builder.reconnect;
  }

  /** Returns a builder with the default settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the upper bound of the wait after a first failure. */
  public Duration base() {
    return base;
  }

  /** Returns the upper bound of any wait that no server asked for. */
  public Duration cap() {
    return cap;
  }

  /** Returns the shortest wait. */
  public Duration floor() {
    return floor;
  }

  /** Returns after how many failed attempts in a row the stream gives up; 0 means never. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** Returns {@link #maxAttempts} for a stream that was never open; 0 means never. */
  public int maxAttemptsUntilOpen() {
    return maxAttemptsUntilOpen;
  }

  /** Returns after how long an outage the stream gives up; zero means never. */
  public Duration maxElapsed() {
    return maxElapsed;
  }

  /** Returns whether the stream connects again at all once a connection is over. */
  public boolean reconnect() {
    return reconnect;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Backoff)) {
      return false;
    }
    Backoff that = (Backoff) other;
    return that.base.equals(base)
        && that.cap.equals(cap)
        && that.floor.equals(floor)
        && that.maxAttempts == maxAttempts
        && that.maxAttemptsUntilOpen == maxAttemptsUntilOpen
        && that.maxElapsed.equals(maxElapsed)
        && that.reconnect == reconnect;
  }

  @Override
  public int hashCode() {
    return Objects.hash(base, cap, floor, maxAttempts, maxAttemptsUntilOpen, maxElapsed, reconnect);
  }

  @Override
  public String toString() {
    return "Backoff{base="
        + base
        + ", cap="
        + cap
        + ", floor="
        + floor
        + ", maxAttempts="
        + maxAttempts
        + ", maxAttemptsUntilOpen="
        + maxAttemptsUntilOpen
        + ", maxElapsed="
        + maxElapsed
        + ", reconnect="
        + reconnect
        + "}";
  }

  /** Builds a {@link Backoff}. */
  public static final class Builder {
    private Duration base = Duration.ofMillis(500);
    private Duration cap = Duration.ofSeconds(30);
    private Duration floor = Duration.ofMillis(100);
    private int maxAttempts;
    private int maxAttemptsUntilOpen;
    private Duration maxElapsed = Duration.ZERO;
    private boolean reconnect = true;

    private Builder() {}

    /**
     * Sets the upper bound of the wait after a first failure; it doubles with each further one.
     *
     * @param base more than zero; the default is 500 ms
     * @return this builder
     */
    public Builder base(Duration base) {
      this.base = positive("base", base);
      return this;
    }

    /**
     * Sets the upper bound of any wait that no server asked for.
     *
     * @param cap more than zero; the default is 30 s
     * @return this builder
     */
    public Builder cap(Duration cap) {
      this.cap = positive("cap", cap);
      return this;
    }

    /**
     * Sets the shortest wait.
     *
     * @param floor zero or more; the default is 100 ms. It is lowered to base or cap where they are
     *     shorter.
     * @return this builder
     */
    public Builder floor(Duration floor) {
      this.floor = notNegative("floor", floor);
      return this;
    }

    /**
     * Gives up after a number of failed attempts in a row.
     *
     * @param maxAttempts how many attempts in all, the first included; 0, the default, means no
     *     limit
     * @return this builder
     */
    public Builder maxAttempts(int maxAttempts) {
      this.maxAttempts = notNegative("maxAttempts", maxAttempts);
      return this;
    }

    /**
     * Gives up after a number of failed attempts if none was ever accepted by a server.
     *
     * @param maxAttempts how many attempts in all, the first included; 0, the default, means no
     *     limit
     * @return this builder
     */
    public Builder maxAttemptsUntilOpen(int maxAttempts) {
      this.maxAttemptsUntilOpen = notNegative("maxAttemptsUntilOpen", maxAttempts);
      return this;
    }

    /**
     * Gives up when an attempt fails this long after the outage began: after the last connection
     * that did not fail was lost, or after the start. Time in which the stream waits for its turn,
     * as {@link Diagnostics#heldBy} tells, does not count: it would have given up without having
     * tried.
     *
     * @param maxElapsed zero, the default, means no limit
     * @return this builder
     */
    public Builder maxElapsed(Duration maxElapsed) {
      this.maxElapsed = notNegative("maxElapsed", maxElapsed);
      return this;
    }

    /**
     * Sets whether the stream connects again once a connection is over.
     *
     * @param reconnect true by default; with false, the stream closes when its first connection
     *     does, with that as its cause
     * @return this builder
     */
    public Builder reconnect(boolean reconnect) {
      this.reconnect = reconnect;
      return this;
    }

    /**
     * Returns the value.
     *
     * @throws IllegalArgumentException if the base is longer than the cap
     */
    public Backoff build() {
      if (base.compareTo(cap) > 0) {
        throw new IllegalArgumentException("base is longer than cap: " + base + " > " + cap);
      }
      if (floor.compareTo(base) > 0) {
        floor = base;
      }
      return new Backoff(this);
    }

    private static Duration positive(String name, Duration value) {
      if (notNegative(name, value).isZero()) {
        throw new IllegalArgumentException(name + " must be more than zero: " + value);
      }
      return value;
    }

    private static Duration notNegative(String name, Duration value) {
      if (Objects.requireNonNull(value, name).isNegative()) {
        throw new IllegalArgumentException(name + " must not be negative: " + value);
      }
      return value;
    }

    private static int notNegative(String name, int value) {
      if (value < 0) {
        throw new IllegalArgumentException(name + " must not be negative: " + value);
      }
      return value;
    }
  }
}
