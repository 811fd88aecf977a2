package dev.holdfast.internal.sim;

import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what the app got with what the server produced, event by event. */
final class Oracle {
  /** How many events the client remembers: what was delivered before those, it cannot know. */
  private static final int REMEMBERED = 1024;

  private final Map<Integer, Integer> deliveredAt = new HashMap<>();
  private int last;
  private int processed;
  private boolean started;
  private boolean gapSaid;
  private @Nullable String processedCursor;

  /** What the app had and was not done with when it died: the first of it, and the last. */
  private int nextAgain = 1;

  private int lastAgain;

  /** What the app has and is not done with, and what it is done with after that. */
  private final Deque<Taken> taken = new ArrayDeque<>();

  private static final class Taken {
    final int number;

    /** Null where the cursor was refused, so that there is none after it. */
    final @Nullable StreamEvent event;

    final boolean alone;
    boolean done;

    Taken(int number, @Nullable StreamEvent event, boolean alone) {
      this.number = number;
      this.event = event;
      this.alone = alone;
    }
  }

  int delivered;
  int gaps;
  int falseGaps;
  int lostAndSaid;
  int lostSilently;
  int lostUnseeably;
  int repeatedAndSaid;
  int repeatedSilently;
  int repeatedUnseeably;
  final List<String> faults = new ArrayList<>();

  Oracle(boolean fromTheStart, @Nullable String startCursor) {
    started = fromTheStart;
    processedCursor = startCursor;
  }

  int last() {
    return last;
  }

  int repeated() {
    return repeatedAndSaid + repeatedSilently + repeatedUnseeably;
  }

  void event(int number, StreamEvent event, @Nullable String shownCursor) {
    int before = taken.isEmpty() ? number : taken.getFirst().number;
    if (!Objects.equals(shownCursor, processedCursor) && !isPlaceBetween(shownCursor, before)) {
      faults.add(
          "at "
              + number
              + " the processed cursor is "
              + shownCursor
              + ", not that after "
              + "the last processed event: "
              + processedCursor);
    }
    processedCursor = shownCursor;
    taken.add(new Taken(number, event, taken.isEmpty()));
    if (nextAgain <= lastAgain && number == nextAgain) {
      nextAgain++;
      return;
    }
    delivered++;
    if (started && number > last + 1) {
      int lost = neverDelivered(last + 1, number);
      if (gapSaid) {
        lostAndSaid += lost;
      } else if (delivered > 2) {
        lostSilently += lost;
      } else {
        // With one identifier seen there is nothing to ask back from, nor does it show if it
        // changes.
        lostUnseeably += lost;
      }
    } else if (started && number <= last) {
      if (gapSaid) {
        repeatedAndSaid++;
      } else if (isForgotten(number)) {
        repeatedUnseeably++;
      } else {
        repeatedSilently++;
      }
    } else if (gapSaid) {
      falseGaps++;
    }
    if (nextAgain <= lastAgain) {
      lostSilently += lastAgain + 1 - nextAgain;
      lastAgain = 0;
    }
    last = number;
    deliveredAt.put(number, delivered);
    started = true;
    gapSaid = false;
  }

  /** What was told and repeated may be followed by what the app has had: that is not lost. */
  private int neverDelivered(int from, int to) {
    int count = 0;
    for (int number = from; number < to; number++) {
      count += deliveredAt.containsKey(number) ? 0 : 1;
    }
    return count;
  }

  /**
   * A stream's events all fit into the history; but where much of it was repeated, and told, they
   * do not, and a server that goes back further still sends what nobody remembers.
   */
  private boolean isForgotten(int number) {
    Integer before = deliveredAt.get(number);
    return before != null && delivered - before > REMEMBERED;
  }

  /** An answer to a poll may move the cursor after its last event, to any place before the next. */
  private boolean isPlaceBetween(@Nullable String cursor, int number) {
    return SimServer.isPlace(cursor)
        && (gapSaid
            || isPlaceOfProcessed(cursor)
            || (SimServer.number(cursor) > processed && SimServer.number(cursor) < number));
  }

  /**
   * An event without an identifier leaves the cursor as it is, whatever that position is called.
   */
  private boolean isPlaceOfProcessed(String place) {
    int number = SimServer.number(place);
    return number == processed || String.valueOf(number).equals(processedCursor);
  }

  /** The app is done with an event, in whatever order. */
  void processed(StreamEvent event) {
    for (Taken each : taken) {
      each.done |= each.event == event;
    }
    settle();
  }

  private void settle() {
    while (!taken.isEmpty() && taken.getFirst().done) {
      Taken first = taken.removeFirst();
      StreamEvent done = first.event;
      processed = first.number;
      if (done == null) {
        processedCursor = null;
      } else if (done.id() != null) {
        processedCursor = done.id();
      } else if (!first.alone) {
        // The cursor may have moved before it without an event, while none was looked at.
        processedCursor = done.lastEventId();
      } else if (!Objects.equals(done.lastEventId(), processedCursor)) {
        faults.add("an event without an id moves the cursor to " + done.lastEventId());
      }
    }
  }

  /** All before the position that it starts from again was done with; the rest is to come again. */
  void died() {
    taken.clear();
    nextAgain = processed + 1;
    lastAgain = last;
  }

  /** Nothing is under way any more: the app is done with all that it had. */
  void settled(@Nullable String shownCursor, ServerKind kind) {
    if (!taken.isEmpty()) {
      faults.add("never done with " + taken.size());
    } else if (kind == ServerKind.EXACT
        && (shownCursor == null || SimServer.number(shownCursor) != last)) {
      faults.add("in the end the processed cursor is " + shownCursor + " at " + last);
    }
  }

  void gap(Gap gap) {
    gaps++;
    gapSaid = true;
    if (gap.reason() == Gap.Reason.CURSOR_REFUSED) {
      Taken refusal = new Taken(last, null, false);
      refusal.done = true;
      taken.add(refusal);
      settle();
    }
  }
}
