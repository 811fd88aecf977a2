package dev.holdfast.internal.session;

import java.util.Arrays;

/**
 * Tells the replayed from the new on one connection that resumes a stream, by aligning what comes
 * with the history: it is not a set of seen identifiers. Events are dropped only while each of them
 * is, by identifier and content, the next one of the history. The first that is not, and all after
 * it, are new; so a server that starts its counter again, or uses an identifier for several events,
 * loses nothing. One filter serves one request. Confined to the stream's serial context.
 *
 * <p>Several places in the history may match as long as the replay is short; all of them are
 * followed, and the replay counts as over when the first of them reaches the end: doubt is
 * delivered.
 */
final class ReplayFilter {
  /** What an event turned out to be. */
  enum Answer {
    /** Already accepted, and sent again. */
    REPLAYED,
    /** Not the next of the history. */
    NEW,
    /** New, under an identifier that the history has for another event. */
    NEW_WITH_USED_ID,
    /**
     * It comes in a replay where the history has another event, and by its identifier it belongs
     * there or elsewhere in the history: one of the two sequences lacks something.
     */
    DIVERGED
  }

  private static final long[] NOWHERE = new long[0];

  private final History history;
  private final long asked;

  /** The same for a further request of this connection. */
  private long askNext;

  private long[] places = NOWHERE;
  private boolean aligned;
  private boolean off;
  private boolean continuityShown;

  /**
   * @param asked the place in the history of the first event after the position that the server was
   *     asked to continue from; {@link Long#MAX_VALUE} if it was asked for none
   */
  ReplayFilter(History history, long asked) {
    this.history = history;
    this.asked = asked;
    this.askNext = asked;
  }

  /**
   * Whether the server owes a replay: the history has an identified event after the position that
   * the server was asked to continue from, and it has not come.
   */
  boolean isReplayOwed() {
    return !continuityShown && history.lastIdentified() >= asked;
  }

  /** The connection's own position moved, past what it has replayed. */
  void moved() {
    if (aligned && !off) {
      askNext = places[0] + 1;
    }
  }

  /**
   * A filter for the answer to a further request of the connection, from where its own position is
   * now: the replay that is owed goes on, but may go back first.
   */
  ReplayFilter again() {
    return new ReplayFilter(history, askNext);
  }

  /** Whether the history has events that may yet come again, and none has come that is new. */
  boolean isBehind() {
    return !off && (aligned || isReplayOwed());
  }

  /**
   * Whether the replay has come as far as the last identified event of the history: what follows
   * continues the stream without loss. (Events without an identifier cannot be asked for, so a
   * server need not send them again.)
   */
  boolean isContinuityShown() {
    return continuityShown;
  }

  Answer offer(long id, long content) {
    if (off || !history.identifies()) {
      off = true;
      return Answer.NEW;
    }
    long[] before = places;
    places = aligned ? follow(id, content) : find(id, content);
    if (places.length == 0) {
      off = true;
      if (aligned && isOfHistory(before[0], id, content)) {
        return Answer.DIVERGED;
      }
      return isReuse(id) ? Answer.NEW_WITH_USED_ID : Answer.NEW;
    }
    aligned = true;
    if (id != Mark.NO_ID) {
      askNext = places[0] + 1;
    }
    long furthest = places[places.length - 1];
    continuityShown |= furthest >= history.lastIdentified();
    off = furthest == history.end() - 1;
    return Answer.REPLAYED;
  }

  /**
   * An identifier says which event it is. An event without one is a replay only where a replay was
   * asked to begin.
   */
  private long[] find(long id, long content) {
    if (id != Mark.NO_ID) {
      return history.positionsOf(id, content);
    }
    return history.matches(asked, id, content) ? new long[] {asked} : NOWHERE;
  }

  private long[] follow(long id, long content) {
    long[] next = new long[places.length];
    int count = 0;
    for (long place : places) {
      if (history.matches(place + 1, id, content)) {
        next[count++] = place + 1;
      }
    }
    return Arrays.copyOf(next, count);
  }

  /**
   * Whether an event that is not the next of the history has its place there all the same: without
   * an identifier, or with that of the event just replayed, it belongs to a batch of which the
   * history lacks the end; or the history has it out of order, after such a loss was made good. No
   * identifier is used for something else then, so the history is as good as before.
   */
  private boolean isOfHistory(long replayed, long id, long content) {
    return id == Mark.NO_ID
        || history.matchesId(replayed, id)
        || history.positionsOf(id, content).length > 0;
  }

  /**
   * Several events in a row may share one identifier; that is a batch, not a reuse, unless the
   * server was to begin with an event of that batch that the history has.
   */
  private boolean isReuse(long id) {
    return id != Mark.NO_ID
        && history.hasId(id)
        && (!history.matchesId(history.lastIdentified(), id) || (!aligned && isReplayOwed()));
  }
}
