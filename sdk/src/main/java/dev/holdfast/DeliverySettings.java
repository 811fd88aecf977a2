package dev.holdfast;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * On which threads a stream's listener is called, how much may wait for it, and when an event
 * counts as processed. Immutable.
 *
 * <p>Callbacks of a stream never overlap and keep their order, whatever the executor does.
 */
public final class DeliverySettings {
  /** How many events wait at most, where the app does not say. */
  private static final int DEFAULT_EVENTS = 256;

  /** How many bytes of events wait at most, where the app does not say. */
  private static final long DEFAULT_BYTES = 1L << 20;

  /** How many events may be unacknowledged, where the app does not say. */
  private static final int DEFAULT_UNACKNOWLEDGED = 10_000;

  /** {@link #inline()}. */
  public static final DeliverySettings DEFAULT =
      new DeliverySettings(null, 1, 1, OverflowPolicy.block(), 0);

  private final @Nullable Executor executor;
  private final int bufferEvents;
  private final long bufferBytes;
  private final OverflowPolicy overflow;
  private final int maxUnacknowledged;

  private DeliverySettings(
      @Nullable Executor executor,
      int bufferEvents,
      long bufferBytes,
      OverflowPolicy overflow,
      int maxUnacknowledged) {
    this.executor = executor;
    this.bufferEvents = bufferEvents;
    this.bufferBytes = bufferBytes;
    this.overflow = overflow;
    this.maxUnacknowledged = maxUnacknowledged;
  }

  /**
   * Returns the default: the thread that reads the stream calls the listener, and reads on once
   * that returns. Nothing waits, so there is no buffer to set.
   */
  public static DeliverySettings inline() {
    return DEFAULT;
  }

  /**
   * Returns settings with which the listener is called on an executor of the app, through a buffer
   * of 256 events and 1 MiB; when it is full, the stream {@linkplain OverflowPolicy#block() reads
   * no further}.
   *
   * <p>At most one task of a stream waits in the executor or runs. It makes a few dozen calls, or
   * as many as begin within some milliseconds, and then lets others in. The executor may have any
   * number of threads; one that runs its tasks at once, on the calling thread, does too. It is
   * itself called on threads of the client's reader executor, and its own. If it rejects a task,
   * the stream closes with {@link StreamException.Reason#EXECUTOR_REJECTED}: what waits is not
   * delivered, {@link Subscription#lastEventId()} stays before it, and the last callbacks come on a
   * reader thread. If it never runs a task, the stream reads what the buffer takes and no more;
   * {@link Subscription#cancel()} still returns at once.
   */
  public static DeliverySettings on(Executor executor) {
    return new DeliverySettings(
        Objects.requireNonNull(executor, "executor"),
        DEFAULT_EVENTS,
        DEFAULT_BYTES,
        OverflowPolicy.block(),
        0);
  }

  /**
   * Returns these settings with another size of the buffer. What the listener is being called with
   * does not count. A connection that takes over from another may bring, once, what it held till
   * then: up to 257 events, 1 MiB and the last of them.
   *
   * @param events how many events may wait; 256 by default
   * @param bytes how many bytes these may have together, each counted as the characters of its
   *     data, the bytes of a binary one, and 256; a single one may be larger. 1 MiB (1,048,576) by
   *     default
   * @throws IllegalArgumentException if either is less than 1
   * @throws IllegalStateException if delivery is {@link #inline()}
   */
  public DeliverySettings buffer(int events, long bytes) {
    checkBuffered("buffer");
    if (events < 1) {
      throw new IllegalArgumentException("buffer events must be 1 or more: " + events);
    }
    if (bytes < 1) {
      throw new IllegalArgumentException("buffer bytes must be 1 or more: " + bytes);
    }
    return new DeliverySettings(executor, events, bytes, overflow, maxUnacknowledged);
  }

  /**
   * Returns these settings with another policy for a full buffer.
   *
   * @throws IllegalStateException if delivery is {@link #inline()}
   */
  public DeliverySettings overflow(OverflowPolicy overflow) {
    checkBuffered("overflow");
    return new DeliverySettings(
        executor,
        bufferEvents,
        bufferBytes,
        Objects.requireNonNull(overflow, "overflow"),
        maxUnacknowledged);
  }

  /** As {@link #manualAck(int)}, with 10,000 events. */
  public DeliverySettings manualAck() {
    return manualAck(DEFAULT_UNACKNOWLEDGED);
  }

  /**
   * Returns these settings with events that count as processed only once the app has called {@link
   * StreamEvent#ack()}, for apps that go on working after {@code onEvent} has returned.
   *
   * <p>{@link Subscription#lastEventId()} moves in order: to the position before the first event
   * that is not acknowledged. An event that the listener fails at, and that {@link
   * ListenerFailurePolicy} skips, counts as acknowledged; so does one that is dropped, in its turn.
   *
   * @param maxUnacknowledged how many events may be delivered and not acknowledged; at that many,
   *     the next waits for an acknowledgement, in the buffer if there is one
   * @throws IllegalArgumentException if it is less than 1
   */
  public DeliverySettings manualAck(int maxUnacknowledged) {
    if (maxUnacknowledged < 1) {
      throw new IllegalArgumentException(
          "maxUnacknowledged must be 1 or more: " + maxUnacknowledged);
    }
    return new DeliverySettings(executor, bufferEvents, bufferBytes, overflow, maxUnacknowledged);
  }

  private void checkBuffered(String setting) {
    if (executor == null) {
      throw new IllegalStateException(
          setting + ": inline delivery has no buffer; name an executor by on(executor)");
    }
  }

  /** Returns the executor that the listener is called on, or null for the reader itself. */
  public @Nullable Executor executor() {
    return executor;
  }

  /** Returns how many events may wait for the listener. */
  public int bufferEvents() {
    return bufferEvents;
  }

  /** Returns how many bytes the events that wait for the listener may have together. */
  public long bufferBytes() {
    return bufferBytes;
  }

  /** Returns what follows when the buffer is full. */
  public OverflowPolicy overflow() {
    return overflow;
  }

  /** Returns whether the app acknowledges events. */
  public boolean isManualAck() {
    return maxUnacknowledged > 0;
  }

  /** Returns how many events may be unacknowledged; 0 where the app does not acknowledge. */
  public int maxUnacknowledged() {
    return maxUnacknowledged;
  }

  /** Whether both say the same; of executors, whether they are the same one. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof DeliverySettings)) {
      return false;
    }
    DeliverySettings that = (DeliverySettings) other;
    return executor == that.executor
        && bufferEvents == that.bufferEvents
        && bufferBytes == that.bufferBytes
        && overflow.equals(that.overflow)
        && maxUnacknowledged == that.maxUnacknowledged;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        System.identityHashCode(executor), bufferEvents, bufferBytes, overflow, maxUnacknowledged);
  }

  @Override
  public String toString() {
    String where =
        executor == null
            ? "inline"
            : "on an executor, " + bufferEvents + " events, " + bufferBytes + " bytes, " + overflow;
    return "DeliverySettings{"
        + where
        + (isManualAck() ? ", at most " + maxUnacknowledged + " unacknowledged" : "")
        + "}";
  }
}
