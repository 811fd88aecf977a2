package dev.holdfast.internal.sim;

import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import java.util.ArrayList;
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
  private boolean diedInside;
  private @Nullable String processedCursor;

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
    if (!Objects.equals(shownCursor, processedCursor) && !isPlaceBetween(shownCursor, number)) {
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
    boolean repeatIsDue = diedInside && number == last;
    if (number == last && event.data().equals("payload " + last) && repeatIsDue) {
      diedInside = false;
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
    if (diedInside) {
      lostSilently++;
      diedInside = false;
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
            || (SimServer.number(cursor) >= processed && SimServer.number(cursor) < number));
  }

  void processed(StreamEvent event) {
    processed = last;
    if (event.id() != null) {
      processedCursor = event.id();
    } else if (!Objects.equals(event.lastEventId(), processedCursor)) {
      faults.add("an event without an id moves the cursor to " + event.lastEventId());
    }
  }

  void died() {
    diedInside = true;
  }

  void gap(Gap gap) {
    gaps++;
    gapSaid = true;
    if (gap.reason() == Gap.Reason.CURSOR_REFUSED) {
      processedCursor = null;
    }
  }
}
