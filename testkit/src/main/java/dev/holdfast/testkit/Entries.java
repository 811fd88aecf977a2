package dev.holdfast.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What was said on one stream, in order; appended by tests, awaited by connections. */
final class Entries {
  /** Bounds what one connection holds of a long replay. */
  private static final int MAX_BATCH = 1024;

  // All guarded by this.
  private final List<Entry> entries = new ArrayList<>();
  private long events;
  private long nextId = 1;
  private boolean ended;

  /** Connections opened before this epoch end at {@link #disconnectedAt}. */
  private int epoch;

  private int disconnectedAt;

  /** A place to read from, fixed when a request arrives. */
  static final class Start {
    final int position;
    final int epoch;

    /** True if the stream has ended and nothing lies after the position. */
    final boolean exhausted;

    /** True if events after the cursor are not retained any more. */
    final boolean missed;

    /** True if there was a cursor, and what follows it is what comes. */
    final boolean resumed;

    Start(int position, int epoch, boolean exhausted, boolean missed, boolean resumed) {
      this.missed = missed;
      this.resumed = resumed;
      this.position = position;
      this.epoch = epoch;
      this.exhausted = exhausted;
    }
  }

  /** What lies after a position: perhaps nothing yet. */
  static final class Batch {
    final List<Entry> entries;

    /** True if nothing will follow this batch on this connection. */
    final boolean last;

    /** True if nothing will follow it on any connection. */
    final boolean ended;

    Batch(List<Entry> entries, boolean last, boolean ended) {
      this.entries = entries;
      this.last = last;
      this.ended = ended;
    }
  }

  synchronized String addWithNextId(@Nullable String type, Payload data, LineEnding eol) {
    String id = Long.toString(nextId);
    add(Entry.event(id, type, data, eol));
    nextId++;
    return id;
  }

  /** An ID that is a number is what the default IDs go on from. */
  synchronized void addWithId(
      @Nullable String id, @Nullable String type, Payload data, LineEnding eol) {
    add(Entry.event(id, type, data, eol));
    if (id != null && id.matches("[0-9]{1,18}")) {
      nextId = Long.parseLong(id) + 1;
    }
  }

  synchronized void add(Entry entry) {
    if (ended) {
      throw new IllegalStateException("the stream has ended");
    }
    entries.add(entry);
    if (entry.isEvent()) {
      events++;
    }
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized void disconnect() {
    epoch++;
    disconnectedAt = entries.size();
    notifyAll();
  }

  synchronized void wakeAll() {
    notifyAll();
  }

  synchronized long events() {
    return events;
  }

  synchronized Start startFor(@Nullable String cursor, Replay replay, boolean fromBeginning) {
    int position = positionFor(cursor, replay, fromBeginning);
    boolean exhausted = ended && position == entries.size();
    boolean missed = cursor != null && missed(cursor, replay);
    boolean resumed = cursor != null && !missed && resumes(cursor, replay);
    return new Start(position, epoch, exhausted, missed, resumed);
  }

  private boolean resumes(String cursor, Replay replay) {
    int retainedFrom = back(entries.size(), replay.retained);
    boolean honours = replay.kind == Replay.Kind.EXACT || replay.kind == Replay.Kind.EXTRA;
    // The last cursor that fell out of a ring has all that follows it still there.
    return honours
        && (find(cursor, retainedFrom) >= 0
            || (retainedFrom > 0 && cursor.equals(cursorAt(retainedFrom))));
  }

  private int positionFor(@Nullable String cursor, Replay replay, boolean fromBeginning) {
    int retainedFrom = back(entries.size(), replay.retained);
    if (replay.kind == Replay.Kind.FROM_START) {
      return retainedFrom;
    }
    if (cursor == null) {
      return fromBeginning ? retainedFrom : entries.size();
    }
    if (replay.kind == Replay.Kind.LIVE_ONLY) {
      return entries.size();
    }
    int found = find(cursor, retainedFrom);
    return found < 0 ? retainedFrom : back(found, replay.extra);
  }

  /** Whether the cursor names a position, though what follows it may be gone. */
  synchronized boolean knows(@Nullable String cursor) {
    return cursor != null && find(cursor, 0) >= 0;
  }

  private boolean missed(String cursor, Replay replay) {
    int retainedFrom = back(entries.size(), replay.retained);
    return replay.kind == Replay.Kind.EXACT
        && retainedFrom > 0
        && find(cursor, retainedFrom) < 0
        && !cursor.equals(cursorAt(retainedFrom));
  }

  /** The position after the cursor, at least {@code from}; -1 if there is none. */
  private int find(String cursor, int from) {
    for (int i = entries.size() - 1; i >= from; i--) {
      if (cursor.equals(entries.get(i).id)) {
        return i + 1;
      }
    }
    if (cursor.matches("@[0-9]{1,9}")) {
      int position = Integer.parseInt(cursor.substring(1));
      return position >= from && position <= entries.size() ? position : -1;
    }
    return -1;
  }

  /**
   * A cursor that is answered by what lies after {@code position}: the ID of the last event before
   * it, or where that has none a name for the position itself.
   */
  synchronized String cursorAt(int position) {
    int after = position;
    while (after > 0 && !entries.get(after - 1).isEvent()) {
      after--;
    }
    String id = after == 0 ? null : entries.get(after - 1).id;
    return id == null || id.isEmpty() ? "@" + after : id;
  }

  /** The cursor after the first event at or after {@code position}, which must exist. */
  synchronized String cursorAfterEvent(int position) {
    int at = position;
    while (!entries.get(at).isEvent()) {
      at++;
    }
    return cursorAt(at + 1);
  }

  /** The position from which exactly {@code count} events lie before {@code position}. */
  private int back(int position, int count) {
    if (count >= position) {
      return 0;
    }
    int at = position;
    int left = count;
    while (at > 0 && left > 0) {
      at--;
      if (entries.get(at).isEvent()) {
        left--;
      }
    }
    return at;
  }

  /** Waits up to {@code nanos} for something after {@code position}, once; may return nothing. */
  synchronized Batch await(int position, int startEpoch, long nanos, StopSignal stop)
      throws InterruptedException {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    boolean nothing = position == entries.size() && !ended && startEpoch == epoch;
    // Whoever stops sets the signal before it wakes: checked under the lock, it can't be missed.
    if (nothing && millis > 0 && !stop.isStopped()) {
      wait(millis);
    }
    boolean disconnected = startEpoch != epoch;
    int end = disconnected ? Math.max(position, disconnectedAt) : entries.size();
    int to = Math.min(end, position + MAX_BATCH);
    boolean last = to == end && (ended || disconnected);
    boolean over = last && ended && to == entries.size();
    return new Batch(new ArrayList<>(entries.subList(position, to)), last, over);
  }
}
