package dev.holdfast;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What follows when events come faster than the app takes them, so that the buffer of {@link
 * DeliverySettings} is full. Immutable.
 *
 * <p>Whatever the policy: callbacks other than {@code onEvent} are never dropped, and what is
 * dropped is told, in its place, by {@link StreamListener#onDropped}.
 */
public final class OverflowPolicy {
  private static final OverflowPolicy BLOCK = new OverflowPolicy(Kind.BLOCK, null);
  private static final OverflowPolicy DROP_OLDEST = new OverflowPolicy(Kind.DROP_OLDEST, null);
  private static final OverflowPolicy FAIL = new OverflowPolicy(Kind.FAIL, null);

  private final Kind kind;
  private final @Nullable Function<? super StreamEvent, ? extends @Nullable String> key;

  private OverflowPolicy(
      Kind kind, @Nullable Function<? super StreamEvent, ? extends @Nullable String> key) {
    this.kind = kind;
    this.key = key;
  }

  /**
   * Returns the default: the stream reads no further until half of the buffer is free, and TCP
   * slows the server down. Nothing is lost. A WebSocket whose server sends on regardless is left,
   * and the stream resumes once there is room.
   */
  public static OverflowPolicy block() {
    return BLOCK;
  }

  /** Returns a policy that drops the events that have waited longest, to make room. */
  public static OverflowPolicy dropOldest() {
    return DROP_OLDEST;
  }

  /**
   * Returns a policy that keeps, of the events of a key that wait, only the latest: whether the
   * buffer is full or not. It takes the place of the earlier one, so that a key that changes often
   * is not passed over; never a place before a callback that came between them. In such a place its
   * {@link StreamEvent#lastEventId()} is that of the place: to continue from there repeats it, and
   * skips none of those that still wait. Where the keys alone fill the buffer, it blocks.
   *
   * @param key gives an event's key; null for an event that is to stand for itself, as does one at
   *     which it throws. Called on a reader thread, once for each event; must be quick.
   */
  public static OverflowPolicy conflate(
      Function<? super StreamEvent, ? extends @Nullable String> key) {
    return new OverflowPolicy(Kind.CONFLATE, Objects.requireNonNull(key, "key"));
  }

  /**
   * Returns a policy that closes the stream, with {@link StreamException.Reason#OVERFLOW}, at the
   * event for which there is no room. What waits is delivered first; a new stream from {@link
   * Subscription#lastEventId()} then begins with that event.
   */
  public static OverflowPolicy fail() {
    return FAIL;
  }

  /** Returns which of them this is. */
  public Kind kind() {
    return kind;
  }

  /** Returns what gives an event's key; null unless this is {@link Kind#CONFLATE}. */
  public @Nullable Function<? super StreamEvent, ? extends @Nullable String> key() {
    return key;
  }

  /** Whether both do the same; of functions, whether they are equal as they say themselves. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OverflowPolicy
        && ((OverflowPolicy) other).kind == kind
        && Objects.equals(((OverflowPolicy) other).key, key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, key);
  }

  @Override
  public String toString() {
    return "OverflowPolicy{" + kind + "}";
  }

  /** The kinds of policies. */
  public enum Kind {
    /** Read no further. */
    BLOCK,
    /** Drop what has waited longest. */
    DROP_OLDEST,
    /** Keep the latest of each key. */
    CONFLATE,
    /** Close the stream. */
    FAIL
  }
}
