package dev.holdfast;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When the position of a stream is saved in its {@link CursorStore}. What was processed since then
 * comes again if the process is killed; nothing is lost. However it is saved, it is saved when the
 * stream is {@linkplain Subscription#pause paused} and at its end, too. Immutable.
 */
public final class CursorSaving {
  /** Every second. */
  public static final CursorSaving DEFAULT = every(Duration.ofSeconds(1));

  private final int events;
  private final Duration interval;

  private CursorSaving(int events, Duration interval) {
    this.events = events;
    this.interval = interval;
  }

  /**
   * Saves after each event, before the next is offered to the listener: after a kill no more than
   * the event that was being processed comes again. The listener's thread does it, so the store
   * paces the stream.
   *
   * <p>Not where {@link DeliverySettings} name an executor or acknowledgements: threads of the app
   * do not wait for a store. There another thread saves, again and again while there is something
   * new; after a kill what was processed during a save comes again, too.
   */
  public static CursorSaving everyEvent() {
    return every(1);
  }

  /**
   * Saves after so many events, before the next is offered to the listener: after a kill no more
   * than these come again. The listener's thread does it; or another one, where {@link #everyEvent}
   * says so, and then what was processed meanwhile comes again, too. Events that the listener does
   * not hear of count, too.
   *
   * @param events how many
   * @throws IllegalArgumentException if it is less than 1
   */
  public static CursorSaving every(int events) {
    if (events < 1) {
      throw new IllegalArgumentException("events must be 1 or more: " + events);
    }
    return new CursorSaving(events, Duration.ZERO);
  }

  /**
   * Saves at intervals, while there is something new to save, on a thread that the events do not
   * wait for. The default is every second.
   *
   * @param interval how long the position may have been unsaved, besides what the store takes
   * @throws IllegalArgumentException if it is not positive
   */
  public static CursorSaving every(Duration interval) {
    if (Objects.requireNonNull(interval, "interval").isZero() || interval.isNegative()) {
      throw new IllegalArgumentException("interval must be positive: " + interval);
    }
    return new CursorSaving(0, interval);
  }

  /** Returns after how many events the position is saved; 0 where that is by time. */
  public int events() {
    return events;
  }

  /** Returns how long a position may be unsaved; zero where that is by events. */
  public Duration interval() {
    return interval;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CursorSaving
        && ((CursorSaving) other).events == events
        && ((CursorSaving) other).interval.equals(interval);
  }

  @Override
  public int hashCode() {
    return Objects.hash(events, interval);
  }

  @Override
  public String toString() {
    return events == 0 ? "every " + interval : events == 1 ? "every event" : "every " + events;
  }
}
