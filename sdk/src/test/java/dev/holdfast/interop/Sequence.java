package dev.holdfast.interop;

import dev.holdfast.AttemptReport;
import dev.holdfast.ChannelListener;
import dev.holdfast.ConnectionState;
import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.TransportType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Hears numbers that each follow on the one before, and keeps what does not: any number of them.
 */
final class Sequence implements ChannelListener {
  private static final int SHOWN = 20;

  final List<String> wrong = new CopyOnWriteArrayList<>();
  final AtomicInteger attempts = new AtomicInteger();
  final AtomicInteger silences = new AtomicInteger();
  final Map<TransportType, Integer> by = new EnumMap<>(TransportType.class);
  volatile int last;
  private volatile int received;
  private volatile int repeated;
  private volatile int lost;
  private final Outages outages = new Outages();

  @Override
  public void onEvent(StreamEvent event) {
    int number = Integer.parseInt(event.data());
    received++;
    if (number <= last) {
      repeated++;
    } else {
      lost += number - last - 1;
    }
    if (number != last + 1) {
      wrong(number + " after " + last);
    }
    last = Math.max(last, number);
    by.merge(event.transport(), 1, Integer::sum);
  }

  @Override
  public void onStateChange(ConnectionState state, @Nullable StreamException why) {
    outages.changed(state);
  }

  @Override
  public void onGap(Gap gap) {
    wrong(gap + " after " + last);
  }

  @Override
  public void onAttemptEnded(AttemptReport attempt) {
    attempts.incrementAndGet();
    StreamException cause = attempt.cause();
    if (cause != null
        && (cause.reason() == StreamException.Reason.SILENT
            || cause.reason() == StreamException.Reason.TIMEOUT)) {
      silences.incrementAndGet();
    }
  }

  @Override
  public void onClosed(@Nullable StreamException cause) {
    wrong("closed: " + cause);
  }

  private void wrong(String what) {
    if (wrong.size() < SHOWN) {
      wrong.add(what);
    }
  }

  String report(int published) {
    return String.format(
        "published %d, received %d, lost %d, duplicated %d, %s, %s",
        published, received, lost + published - last, repeated, this, outages);
  }

  @Override
  public String toString() {
    return last + " by " + by + ", " + attempts + " attempts, " + silences + " silences";
  }
}
