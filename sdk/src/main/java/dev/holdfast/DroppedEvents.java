package dev.holdfast;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Events that an {@link OverflowPolicy} dropped, as the app was too slow for them. Immutable. */
public final class DroppedEvents {
  private final long count;
  private final @Nullable String from;
  private final @Nullable String to;

  /**
   * Creates a report, as a stream does.
   *
   * @param count how many events
   * @param from the position before the first of them, or null where there is none
   * @param to the position after the last of them, or null where there is none
   */
  public DroppedEvents(long count, @Nullable String from, @Nullable String to) {
    this.count = count;
    this.from = from;
    this.to = to;
  }

  /** Returns how many events were dropped; 1 or more. */
  public long count() {
    return count;
  }

  /** Returns the position before the first of them, or null where the stream had none. */
  public @Nullable String from() {
    return from;
  }

  /**
   * Returns the position after the last of them, or null where the stream had none. With {@link
   * OverflowPolicy#conflate} events of other keys lie between the two, which are not dropped.
   */
  public @Nullable String to() {
    return to;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof DroppedEvents)) {
      return false;
    }
    DroppedEvents that = (DroppedEvents) other;
    return count == that.count && Objects.equals(from, that.from) && Objects.equals(to, that.to);
  }

  @Override
  public int hashCode() {
    return Objects.hash(count, from, to);
  }

  @Override
  public String toString() {
    return "DroppedEvents{" + count + ", from=" + from + ", to=" + to + "}";
  }
}
