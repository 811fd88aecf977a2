package dev.holdfast.dialect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an answer to a poll says. Immutable. */
public final class PollAnswer {
  private final List<DialectEvent> events;
  private final @Nullable String nextCursor;
  private final boolean reportsGap;
  private final @Nullable String gapFrom;
  private final @Nullable String gapTo;

  private PollAnswer(Builder builder) {
    this.events = Collections.unmodifiableList(new ArrayList<>(builder.events));
    this.nextCursor = builder.nextCursor;
    this.reportsGap = builder.reportsGap;
    this.gapFrom = builder.gapFrom;
    this.gapTo = builder.gapTo;
  }

  /** Returns a builder of an answer that says nothing. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the events, in order; none if there is nothing new. */
  public List<DialectEvent> events() {
    return events;
  }

  /**
   * Returns the position to ask from next; null if it is that of the last event that has an
   * identifier, or the one that was asked for.
   */
  public @Nullable String nextCursor() {
    return nextCursor;
  }

  /** Returns whether the server says that events before these are lost. */
  public boolean reportsGap() {
    return reportsGap;
  }

  /** Returns the position before the lost events, or null where the server does not say. */
  public @Nullable String gapFrom() {
    return gapFrom;
  }

  /** Returns the position after the lost events, or null where the server does not say. */
  public @Nullable String gapTo() {
    return gapTo;
  }

  @Override
  public String toString() {
    return "PollAnswer{events=" + events.size() + ", nextCursor=" + nextCursor + "}";
  }

  /** Builds a {@link PollAnswer}. */
  public static final class Builder {
    private final List<DialectEvent> events = new ArrayList<>();
    private @Nullable String nextCursor;
    private boolean reportsGap;
    private @Nullable String gapFrom;
    private @Nullable String gapTo;

    private Builder() {}

    /** Adds an event after those that were added before. */
    public Builder event(DialectEvent event) {
      events.add(Objects.requireNonNull(event, "event"));
      return this;
    }

    /** Sets the position to ask from next; null, the default, is that after the last event. */
    public Builder nextCursor(@Nullable String nextCursor) {
      this.nextCursor = nextCursor;
      return this;
    }

    /** The server says that events are lost, between these positions as far as it says. */
    public Builder gap(@Nullable String from, @Nullable String to) {
      reportsGap = true;
      gapFrom = from;
      gapTo = to;
      return this;
    }

    /** Returns the answer. */
    public PollAnswer build() {
      return new PollAnswer(this);
    }
  }
}
