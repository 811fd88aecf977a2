package dev.holdfast;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt to connect did, and what followed. Immutable; holds no payload, no header and no
 * value of a URL's query.
 */
public final class AttemptReport {
  private final Builder facts; // A copy that nobody else holds, so it never changes.

  private AttemptReport(Builder facts) {
    this.facts = new Builder(facts);
  }

  /** Returns a builder; in an app's tests, to feed a listener. */
  public static Builder builder(int attempt, TransportType transport) {
    return new Builder(attempt, transport);
  }

  /** Returns the number of the attempt within its stream; the first is 1. */
  public int attempt() {
    return facts.attempt;
  }

  /** Returns what carried it. */
  public TransportType transport() {
    return facts.transport;
  }

  /** Returns whether it was begun beside a connection that the stream had, to take its place. */
  public boolean wasCandidate() {
    return facts.candidate;
  }

  /**
   * Returns when it began, by the wall clock. Of an attempt that had to wait for its turn ({@link
   * Diagnostics#heldBy}), that is when its turn came (until then, when it began to wait); the times
   * below are from then on.
   */
  public Instant startedAt() {
    return facts.startedAt;
  }

  /** Returns how long it took until the server accepted it; null if that did not happen. */
  public @Nullable Duration openedAfter() {
    return facts.openedAfter;
  }

  /** Returns how long it took until it was shown to carry data; null if that did not happen. */
  public @Nullable Duration provenAfter() {
    return facts.provenAfter;
  }

  /** Returns how long it lasted; null while it goes on. */
  public @Nullable Duration endedAfter() {
    return facts.endedAfter;
  }

  /** Returns the HTTP status of its response, or 0 where there was none. */
  public int statusCode() {
    return facts.statusCode;
  }

  /** Returns how many events it brought, those included that the stream had already. */
  public long events() {
    return facts.events;
  }

  /**
   * Returns what it says about its transport; null while it goes on and is not proven, and where it
   * was given up before it said anything.
   */
  public @Nullable Verdict verdict() {
    return facts.verdict;
  }

  /** Returns why it ended; null while it goes on, and where it was given up for another. */
  public @Nullable StreamException cause() {
    return facts.cause;
  }

  /** Returns what followed; null while it goes on. */
  public @Nullable Next next() {
    return facts.next;
  }

  /** Returns what carries the next attempt; null where there is none. */
  public @Nullable TransportType nextTransport() {
    return facts.nextTransport;
  }

  /** Returns the report on one line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("attempt ").append(facts.attempt);
    text.append(" by ").append(facts.transport);
    if (facts.candidate) {
      text.append(" (candidate)");
    }
    after(text, ", accepted", facts.openedAfter);
    after(text, ", proven", facts.provenAfter);
    after(text, ", ended", facts.endedAfter);
    if (facts.events > 0) {
      text.append(", ").append(facts.events).append(facts.events == 1 ? " event" : " events");
    }
    if (facts.verdict != null) {
      text.append(", ").append(facts.verdict);
    }
    if (facts.cause != null) {
      text.append(" (").append(facts.cause.getMessage()).append(')');
    }
    if (facts.next != null) {
      text.append(" → ").append(facts.next);
      if (facts.next == Next.FALL_BACK) {
        text.append(" to ").append(facts.nextTransport);
      }
    }
    return text.toString();
  }

  private static void after(StringBuilder text, String what, @Nullable Duration time) {
    if (time != null) {
      text.append(what).append(" after ").append(time.toMillis()).append(" ms");
    }
  }

  /** What follows the end of an attempt. New ones may be added: give a switch a default. */
  public enum Next {
    /** The stream waits, and tries the same transport again. */
    RETRY,
    /** The stream asks again at once, without the cursor that the server may mind. */
    RETRY_WITHOUT_CURSOR,
    /** The stream asks the app for other credentials, and tries again with those. */
    REFRESH_CREDENTIALS,
    /** The stream goes on by another transport. */
    FALL_BACK,
    /** The stream closes with an error. */
    CLOSE,
    /** The stream closes: the server ended it. */
    FINISH,
    /** Another attempt has taken its place, or was at it already. */
    REPLACED,
    /** It was to take the place of a connection, and that one goes on. */
    KEEP_CURRENT,
    /**
     * The stream has no connection until the app {@linkplain Subscription#resume resumes} it, or
     * there is a {@linkplain StreamClient#networkChanged network} again.
     */
    PAUSED
  }

  /** Builds an {@link AttemptReport}. */
  public static final class Builder {
    private final int attempt;
    private final TransportType transport;
    private boolean candidate;
    private Instant startedAt = Instant.EPOCH;
    private @Nullable Duration openedAfter;
    private @Nullable Duration provenAfter;
    private @Nullable Duration endedAfter;
    private int statusCode;
    private long events;
    private @Nullable Verdict verdict;
    private @Nullable StreamException cause;
    private @Nullable Next next;
    private @Nullable TransportType nextTransport;

    private Builder(int attempt, TransportType transport) {
      this.attempt = attempt;
      this.transport = Objects.requireNonNull(transport, "transport");
    }

    private Builder(Builder from) {
      this.attempt = from.attempt;
      this.transport = from.transport;
      this.candidate = from.candidate;
      this.startedAt = from.startedAt;
      this.openedAfter = from.openedAfter;
      this.provenAfter = from.provenAfter;
      this.endedAfter = from.endedAfter;
      this.statusCode = from.statusCode;
      this.events = from.events;
      this.verdict = from.verdict;
      this.cause = from.cause;
      this.next = from.next;
      this.nextTransport = from.nextTransport;
    }

    /** Sets when it began, and whether beside another connection. */
    public Builder started(Instant at, boolean asCandidate) {
      startedAt = Objects.requireNonNull(at, "at");
      candidate = asCandidate;
      return this;
    }

    /** The server accepted it. */
    public Builder opened(Duration after, int status) {
      openedAfter = after;
      statusCode = status;
      return this;
    }

    /** It carries data. */
    public Builder proven(Duration after) {
      provenAfter = after;
      verdict = Verdict.PROVEN;
      return this;
    }

    /** It brought one more event. */
    public Builder event() {
      events++;
      return this;
    }

    /** It is over, and says this. */
    public Builder ended(
        Duration after, @Nullable Verdict said, @Nullable StreamException because) {
      endedAfter = after;
      cause = because;
      verdict = said == null ? verdict : said;
      if (because != null && because.statusCode() != 0) {
        statusCode = because.statusCode();
      }
      return this;
    }

    /** Sets what followed. */
    public Builder next(Next followed, @Nullable TransportType by) {
      next = Objects.requireNonNull(followed, "followed");
      nextTransport = by;
      return this;
    }

    /** Returns the report. */
    public AttemptReport build() {
      return new AttemptReport(this);
    }
  }
}
