package dev.holdfast.internal.session;

import dev.holdfast.Receipt.State;
import dev.holdfast.StreamException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages whose fate is not known, and what is to go out next: always the first that is not on
 * its way, so that those that must be repeated go out in their first order; while that one pauses,
 * nothing behind it overtakes it. A message is on its way by one route at a time.
 *
 * <p>Knows no clock: it is told the time, in nanoseconds. Confined to the stream's serial context.
 */
public final class Outbox {
  /** Nothing becomes due by time alone. */
  public static final long NEVER = Long.MAX_VALUE;

  /** What is told of messages. */
  public interface Output {
    /** The fate of a message is decided; it is not in the outbox any more. */
    void decided(OutboxEntry entry, State state, @Nullable StreamException cause);
  }

  private final Output output;
  private final Map<String, OutboxEntry> all = new HashMap<>();

  /** Those that are not on their way, by their numbers. */
  private final TreeMap<Long, OutboxEntry> waiting = new TreeMap<>();

  /** Those that are, in the order in which they went out last. */
  private final Set<OutboxEntry> onTheirWay = new LinkedHashSet<>();

  public Outbox(Output output) {
    this.output = output;
  }

  public void add(OutboxEntry entry) {
    all.put(entry.id(), entry);
    waiting.put(entry.number, entry);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Whether a message is on its way by a route. */
  public boolean isOnItsWay(String id, Object route) {
    OutboxEntry entry = all.get(id);
    return entry != null && entry.route == route;
  }

  /** Whether there are messages that are not on their way. */
  public boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** Returns the message to send next, or null if there is none, or it has to pause. */
  public @Nullable OutboxEntry next(long now) {
    if (waiting.isEmpty()) {
      return null;
    }
    OutboxEntry first = waiting.firstEntry().getValue();
    return first.pauses && first.dueAt - now > 0 ? null : first;
  }

  /** After how long there may be something to send by time alone; {@link #NEVER}. */
  public long dueIn(long now) {
    long due = NEVER;
    if (!waiting.isEmpty()) {
      OutboxEntry first = waiting.firstEntry().getValue();
      due = first.pauses && first.dueAt - now > 0 ? first.dueAt - now : NEVER;
    }
    for (OutboxEntry entry : onTheirWay) {
      if (entry.patienceNanos > 0) {
        // What went out earlier has to wait no longer.
        return Math.min(due, Math.max(0, entry.patienceNanos - (now - entry.sentAt)));
      }
    }
    return due;
  }

  /**
   * A message goes out.
   *
   * @param route by what
   * @param acknowledged whether that tells what became of it
   * @param patienceNanos after what time without a word it is to go out again; 0 for never
   */
  public void sent(
      OutboxEntry entry, Object route, boolean acknowledged, long now, long patienceNanos) {
    waiting.remove(entry.number);
    entry.route = route;
    entry.acknowledgedByRoute = acknowledged;
    entry.sentAt = now;
    entry.patienceNanos = patienceNanos;
    onTheirWay.add(entry);
    entry.receipt().sent();
  }

  /**
   * So many bytes of what was sent last have not left this machine: the time for their
   * acknowledgement has not begun.
   */
  public void notOutYet(Object route, long bytes, long now) {
    long left = bytes;
    List<OutboxEntry> sent = new ArrayList<>(onTheirWay);
    for (int i = sent.size() - 1; i >= 0 && left > 0; i--) {
      OutboxEntry entry = sent.get(i);
      if (entry.route == route) {
        entry.sentAt = now;
        left -= entry.bytes();
      }
    }
  }

  /** Has go out again what was not acknowledged in time. */
  public void expire(long now) {
    List<OutboxEntry> late = new ArrayList<>();
    for (OutboxEntry entry : onTheirWay) {
      if (entry.patienceNanos > 0) {
        if (now - entry.sentAt < entry.patienceNanos) {
          break;
        }
        late.add(entry);
      }
    }
    for (OutboxEntry entry : late) {
      entry.inDoubt = true;
      again(entry);
    }
  }

  /** The server has a message, whichever way it came, and however late it says so. */
  public void acknowledged(String id) {
    decide(all.get(id), State.ACKNOWLEDGED, null);
  }

  /** A message is in the queue of a route that says no more. */
  public void handedOff(String id, Object route) {
    OutboxEntry entry = all.get(id);
    if (entry != null && entry.route == route && !entry.acknowledgedByRoute) {
      decide(entry, State.HANDED_OFF, null);
    }
  }

  /**
   * A message cannot go out by its route. That is not the server's word on the message itself, and
   * says nothing of an earlier time when it went out and may have arrived.
   *
   * @param inDoubt whether it may have arrived even now
   */
  public void unsendable(String id, Object route, StreamException cause, boolean inDoubt) {
    OutboxEntry entry = all.get(id);
    if (entry != null && entry.route == route) {
      decide(entry, entry.inDoubt || inDoubt ? State.UNKNOWN : State.REJECTED, cause);
    }
  }

  /** The server does not take a message, for good; unless it is on its way by another route. */
  public void refused(String id, Object route, StreamException cause) {
    OutboxEntry entry = all.get(id);
    if (entry != null && (entry.route == null || entry.route == route)) {
      decide(entry, State.REJECTED, cause);
    }
  }

  /**
   * A message has to go out again, after a pause.
   *
   * @param inDoubt whether it may have arrived
   */
  public void again(String id, Object route, long dueAt, boolean inDoubt) {
    OutboxEntry entry = all.get(id);
    if (entry != null && entry.route == route) {
      again(entry);
      entry.inDoubt |= inDoubt;
      entry.pauses = true;
      entry.dueAt = dueAt;
    }
  }

  /** A message did not go out by a route after all. */
  public void notSent(String id, Object route) {
    OutboxEntry entry = all.get(id);
    if (entry != null && entry.route == route) {
      again(entry);
    }
  }

  private void again(OutboxEntry entry) {
    onTheirWay.remove(entry);
    entry.route = null;
    entry.pauses = false;
    waiting.put(entry.number, entry);
  }

  /** Nothing is heard from a route any more: what it was to acknowledge goes out by the next. */
  public void lost(Object route, StreamException cause) {
    for (OutboxEntry entry : new ArrayList<>(onTheirWay)) {
      if (entry.route == route) {
        if (entry.acknowledgedByRoute) {
          entry.inDoubt = true;
          again(entry);
        } else {
          decide(entry, State.UNKNOWN, cause);
        }
      }
    }
  }

  /** There is another route: what one before it was to pause for is over. */
  public void endPauses() {
    for (OutboxEntry entry : waiting.values()) {
      entry.pauses = false;
    }
  }

  /** Nothing goes out any more, and nothing is heard. */
  public void close(StreamException cause) {
    List<OutboxEntry> left = new ArrayList<>(all.values());
    left.sort((a, b) -> Long.compare(a.number, b.number));
    for (OutboxEntry entry : left) {
      boolean sent = entry.receipt().state() == State.SENT;
      decide(entry, sent ? State.UNKNOWN : State.REJECTED, cause);
    }
  }

  private void decide(@Nullable OutboxEntry entry, State state, @Nullable StreamException cause) {
    if (entry == null) {
      return;
    }
    all.remove(entry.id());
    waiting.remove(entry.number);
    onTheirWay.remove(entry);
    output.decided(entry, state, cause);
  }
}
