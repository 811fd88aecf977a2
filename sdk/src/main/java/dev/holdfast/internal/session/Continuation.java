package dev.holdfast.internal.session;

import dev.holdfast.StreamEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How one connection continues the stream: its replay filter, and, while it is a candidate beside
 * an active connection, what it holds back. A candidate delivers nothing until it is synced: until
 * it has replayed the last event that the stream has, or the active connection delivers the event
 * that it holds first. Confined to the stream's serial context.
 */
public final class Continuation {
  static final int MAX_HELD = 256;
  static final long MAX_HELD_CHARS = 1 << 19;

  /** Where a candidate stands. */
  public enum Standing {
    /** It has shown nothing yet. */
    WAITING,
    /** It holds events of which it is not known whether they follow those of the stream. */
    HOLDING,
    /** The same, and it can hold no more. */
    FULL,
    /** What it holds and what it brings follows the stream without loss. */
    SYNCED
  }

  ReplayFilter filter;
  private final Deque<Arrival> held = new ArrayDeque<>();
  private int heldEvents;
  private long heldChars;
  private ReplayFilter.@Nullable Answer firstHeld;
  private boolean doubtReported;

  Continuation(ReplayFilter filter) {
    this.filter = filter;
  }

  /** Whether it replays events that we have, and has not come to the last of them. */
  boolean isReplaying() {
    return filter.isBehind();
  }

  /** The connection's position moved; returns whether that was within what it replays. */
  boolean moves() {
    filter.moved();
    return isReplaying();
  }

  /** Another request continues from where this one has come to: its answer may begin earlier. */
  public void askedAgain() {
    filter = filter.again();
  }

  /** Settles the question of continuity, without a report of its own. */
  void settle() {
    doubtReported = true;
  }

  /** Whether to report, once, that the server owes a replay and sends something else. */
  boolean takeDoubt() {
    boolean doubt = filter.isReplayOwed() && !doubtReported;
    doubtReported = true;
    return doubt;
  }

  /**
   * As a candidate: the server says that what follows continues from where it was asked to. Where
   * that is from an event that the stream has, its replay has yet to show it.
   */
  public Standing resumed() {
    return filter.isReplayOwed() ? Standing.WAITING : Standing.SYNCED;
  }

  /** As a candidate: takes what the connection brought. */
  public Standing hold(Arrival arrival) {
    StreamEvent event = arrival.event();
    if (event == null) {
      if (arrival.isGap() || !moves()) {
        Arrival last = held.peekLast();
        if (!arrival.isGap() && last != null && last.event() == null && !last.isGap()) {
          // Only where it is last counts; else one that waits for long would hold them all.
          held.removeLast();
        }
        held.add(arrival);
      }
      return heldEvents == 0 ? Standing.WAITING : standingOfHold();
    }
    if (heldEvents == 0) {
      ReplayFilter.Answer answer = filter.offer(Mark.id(event.id()), Mark.content(event));
      if (answer == ReplayFilter.Answer.REPLAYED) {
        forgetPositions();
        return filter.isContinuityShown() ? Standing.SYNCED : Standing.WAITING;
      }
      firstHeld = answer;
    }
    held.add(arrival);
    heldEvents++;
    heldChars += event.data().length();
    return standingOfHold();
  }

  private Standing standingOfHold() {
    boolean full = held.size() >= MAX_HELD || heldChars >= MAX_HELD_CHARS;
    return full ? Standing.FULL : Standing.HOLDING;
  }

  /** As a candidate: the active connection has delivered this event. */
  public Standing activeDelivered(StreamEvent delivered) {
    if (heldEvents == 0) {
      forgetPositions();
      return Standing.WAITING;
    }
    Arrival first = held.element();
    StreamEvent event = first.event();
    if (event == null) {
      // The position moved before that event, so it is not new either.
      held.remove();
      return activeDelivered(delivered);
    }
    if (Mark.id(event.id()) != Mark.id(delivered.id())
        || Mark.content(event) != Mark.content(delivered)) {
      return Standing.HOLDING;
    }
    held.remove();
    heldEvents--;
    firstHeld = null; // Whatever it seemed to be, the active connection had it too.
    return Standing.SYNCED;
  }

  /** Where the candidate stood before an event that the stream has, the stream has left. */
  private void forgetPositions() {
    held.removeIf(arrival -> !arrival.isGap());
  }

  /** As a candidate: whether it holds events that the active connection has not delivered. */
  public boolean isHolding() {
    return heldEvents > 0;
  }

  /** What the filter said of the first event held; null if none is, or the active brought it. */
  ReplayFilter.@Nullable Answer firstHeld() {
    return heldEvents == 0 ? null : firstHeld;
  }

  @Nullable Arrival takeHeld() {
    return held.poll();
  }
}
