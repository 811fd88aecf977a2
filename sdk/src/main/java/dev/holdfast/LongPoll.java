package dev.holdfast;

import dev.holdfast.dialect.LongPollDialect;
import dev.holdfast.internal.Redaction;
import java.time.Duration;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** How a stream polls where it has no event stream. Immutable. */
public final class LongPoll {
  /** The stream's own URL, the standard dialect, polls held for 25 seconds. */
  public static final LongPoll DEFAULT = new Builder().build();

  private static final Duration MAX_HOLD = Duration.ofSeconds(55);

  private final @Nullable HttpUrl url;
  private final LongPollDialect dialect;
  private final Duration hold;
  private final Duration interval;

  private LongPoll(Builder builder) {
    this.url = builder.url;
    this.dialect = builder.dialect;
    this.hold = builder.hold;
    this.interval = builder.interval;
  }

  /** Returns a builder with the default settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns where to poll, or null for the stream's own URL. */
  public @Nullable HttpUrl url() {
    return url;
  }

  /** Returns how the server words its answers. */
  public LongPollDialect dialect() {
    return dialect;
  }

  /** Returns how long the server may hold a poll. */
  public Duration hold() {
    return hold;
  }

  /**
   * Returns the time between an answer and the next poll; zero lets the server's answers decide.
   */
  public Duration interval() {
    return interval;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof LongPoll)) {
      return false;
    }
    LongPoll that = (LongPoll) other;
    return Objects.equals(that.url, url)
        && that.dialect.equals(dialect)
        && that.hold.equals(hold)
        && that.interval.equals(interval);
  }

  @Override
  public int hashCode() {
    return Objects.hash(url, dialect, hold, interval);
  }

  /** Returns the settings, without what may be secret in the URL. */
  @Override
  public String toString() {
    return "LongPoll{"
        + (url == null ? "" : Redaction.url(url) + ", ")
        + dialect
        + ", hold="
        + hold
        + ", interval="
        + interval
        + "}";
  }

  /** Builds a {@link LongPoll}. Each setting fails at once on a value that cannot work. */
  public static final class Builder {
    private @Nullable HttpUrl url;
    private LongPollDialect dialect = LongPollDialect.standard();
    private Duration hold = Duration.ofSeconds(25);
    private Duration interval = Duration.ZERO;

    private Builder() {}

    /**
     * Sets where to poll, if that is not the stream's own URL.
     *
     * @throws IllegalArgumentException if this is no {@code http} or {@code https} URL
     */
    public Builder url(String url) {
      return url(StreamSettings.parse(url));
    }

    /** Sets where to poll, if that is not the stream's own URL. */
    public Builder url(HttpUrl url) {
      this.url = Objects.requireNonNull(url, "url");
      return this;
    }

    /** Sets how the server words its answers; {@link LongPollDialect#standard()} by default. */
    public Builder dialect(LongPollDialect dialect) {
      this.dialect = Objects.requireNonNull(dialect, "dialect");
      return this;
    }

    /**
     * Sets how long the server is asked to hold a poll that it has no events for. A poll that is
     * not answered 10 seconds after that has failed.
     *
     * @param hold 25 s by default; zero asks for answers at once
     * @throws IllegalArgumentException if it is negative or more than 55 s, as proxies cut requests
     *     that take a minute
     */
    public Builder hold(Duration hold) {
      if (Objects.requireNonNull(hold, "hold").isNegative() || hold.compareTo(MAX_HOLD) > 0) {
        throw new IllegalArgumentException("hold must be between 0 and 55 s: " + hold);
      }
      this.hold = hold;
      return this;
    }

    /**
     * Sets the time between an answer and the next poll: short polling, for servers that answer at
     * once or allow so many requests a minute.
     *
     * @param interval zero, the default, polls again at once while the server holds polls or has
     *     events, and every 1 to 5 s while it does neither
     * @throws IllegalArgumentException if it is negative
     */
    public Builder interval(Duration interval) {
      if (Objects.requireNonNull(interval, "interval").isNegative()) {
        throw new IllegalArgumentException("interval must not be negative: " + interval);
      }
      this.interval = interval;
      return this;
    }

    /** Returns the settings. */
    public LongPoll build() {
      return new LongPoll(this);
    }
  }
}
