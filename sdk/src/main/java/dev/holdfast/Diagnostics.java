package dev.holdfast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has tried, and why it is where it is: to log, to show, or to attach to a bug
 * report. A snapshot; immutable; free of payloads, headers and secrets.
 */
public final class Diagnostics {
  /** So many of the latest attempts are kept. */
  public static final int MAX_ATTEMPTS = 64;

  private final ConnectionState state;
  private final @Nullable TransportType transport;
  private final @Nullable String heldBy;
  private final List<AttemptReport> attempts;
  private final long dropped;

  /**
   * Creates a snapshot of a stream that nothing holds back.
   *
   * @param state the stream's state
   * @param transport what carries the stream, or is being tried; null once the stream is closed
   * @param attempts the latest attempts, oldest first
   */
  public Diagnostics(
      ConnectionState state, @Nullable TransportType transport, List<AttemptReport> attempts) {
    this(state, transport, null, attempts);
  }

  /**
   * Creates a snapshot, as a subscription does.
   *
   * @param state the stream's state
   * @param transport what carries the stream, or is being tried; null once the stream is closed
   * @param heldBy what an attempt that has yet to start waits for; null if none does
   * @param attempts the latest attempts, oldest first
   */
  public Diagnostics(
      ConnectionState state,
      @Nullable TransportType transport,
      @Nullable String heldBy,
      List<AttemptReport> attempts) {
    this(state, transport, heldBy, attempts, 0);
  }

  private Diagnostics(
      ConnectionState state,
      @Nullable TransportType transport,
      @Nullable String heldBy,
      List<AttemptReport> attempts,
      long dropped) {
    this.state = state;
    this.transport = transport;
    this.heldBy = heldBy;
    this.attempts = Collections.unmodifiableList(new ArrayList<>(attempts));
    this.dropped = dropped;
  }

  /** Returns this snapshot with another number of events dropped. */
  public Diagnostics withDropped(long count) {
    return new Diagnostics(state, transport, heldBy, attempts, count);
  }

  /** Returns the stream's state. */
  public ConnectionState state() {
    return state;
  }

  /** Returns what carries the stream, or is being tried; null once the stream is closed. */
  public @Nullable TransportType transport() {
    return transport;
  }

  /**
   * Returns what the stream's next attempt waits for, for people: its origin is away, and another
   * stream looks whether it is back; or many streams connect, and its turn will come; or the app's
   * {@link CredentialsProvider} has not answered; or the app has paused the stream, or said that
   * there is no network; or as much waits for the listener as may. Null if nothing holds it: a
   * stream that is {@link ConnectionState#WAITING} then waits for its own backoff.
   */
  public @Nullable String heldBy() {
    return heldBy;
  }

  /**
   * Returns the latest attempts, oldest first, {@value #MAX_ATTEMPTS} at the most. Those that go on
   * have no {@link AttemptReport#endedAfter}.
   */
  public List<AttemptReport> attempts() {
    return attempts;
  }

  /**
   * Returns how many events the subscription's {@link OverflowPolicy} has dropped so far; some of
   * them may have yet to be told by {@link StreamListener#onDropped}.
   */
  public long dropped() {
    return dropped;
  }

  /** Returns the snapshot, a line an attempt. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(state.toString());
    if (transport != null) {
      text.append(" by ").append(transport);
    }
    if (heldBy != null) {
      text.append(", held: ").append(heldBy);
    }
    if (dropped > 0) {
      text.append(", ").append(dropped).append(" events dropped");
    }
    for (AttemptReport attempt : attempts) {
      text.append('\n').append(attempt);
    }
    return text.toString();
  }
}
