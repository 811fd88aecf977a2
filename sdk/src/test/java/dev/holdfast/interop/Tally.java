package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.ChannelListener;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.Subscription;
import dev.holdfast.TransportType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Keeps what a stream's app was told: all of it, in order. */
final class Tally implements ChannelListener {
  final List<StreamEvent> events = Collections.synchronizedList(new ArrayList<>());
  final List<Gap> gaps = new CopyOnWriteArrayList<>();
  final List<TransportType> opened = new CopyOnWriteArrayList<>();
  final List<AttemptReport> ended = new CopyOnWriteArrayList<>();
  private final long createdAt = System.nanoTime();
  private volatile long firstAt;
  private volatile long lastAt;
  private volatile long longestPause;
  volatile boolean closed;
  volatile @Nullable StreamException cause;
  volatile @Nullable Subscription stream;

  @Override
  public void onEvent(StreamEvent event) {
    long now = System.nanoTime();
    if (firstAt == 0) {
      firstAt = now;
    } else {
      longestPause = Math.max(longestPause, now - lastAt);
    }
    lastAt = now;
    events.add(event);
  }

  @Override
  public void onGap(Gap gap) {
    gaps.add(gap);
  }

  @Override
  public void onOpen(ConnectionInfo connection) {
    opened.add(connection.transport());
  }

  @Override
  public void onAttemptEnded(AttemptReport attempt) {
    ended.add(attempt);
  }

  @Override
  public void onClosed(@Nullable StreamException why) {
    cause = why;
    closed = true;
  }

  /** Waits until so many events have come. */
  Tally await(int count, Duration time) {
    Await.until(() -> count + " events of\n" + this, time, () -> events.size() >= count);
    return this;
  }

  Tally await(int count) {
    return await(count, Duration.ofSeconds(20));
  }

  /** Waits until this is the last event. */
  Tally awaitLast(String data) {
    Await.until(
        () -> data + " as the last of\n" + this,
        Duration.ofSeconds(20),
        () -> {
          List<String> all = data();
          return !all.isEmpty() && all.get(all.size() - 1).equals(data);
        });
    return this;
  }

  StreamException awaitClosed() {
    Await.until(() -> "an end of\n" + this, Duration.ofSeconds(20), () -> closed);
    return cause;
  }

  List<String> data() {
    synchronized (events) {
      return events.stream().map(StreamEvent::data).collect(Collectors.toList());
    }
  }

  /** How long after the subscription the first event came. */
  Duration firstAfter() {
    return Duration.ofNanos(firstAt - createdAt);
  }

  /** Exactly these numbers came, each once and in order, and no loss was reported. */
  Tally isExactly(int from, int to) {
    await(to - from + 1);
    assertThat(data()).as("%s", this).isEqualTo(numbers(from, to));
    assertThat(gaps).as("%s", this).isEmpty();
    return this;
  }

  /** All of it came by this transport. */
  Tally by(TransportType transport) {
    synchronized (events) {
      assertThat(events).as("%s", this).allMatch(event -> event.transport() == transport);
    }
    return this;
  }

  /**
   * What was published, as far as it shows, received, lost and repeated; and how long it paused.
   */
  String report() {
    List<String> data = data();
    Set<String> distinct = new HashSet<>(data);
    boolean numbered =
        !data.isEmpty() && data.stream().allMatch(text -> text.matches("[0-9]{1,9}"));
    IntSummaryStatistics range =
        numbered
            ? data.stream().mapToInt(Integer::parseInt).summaryStatistics()
            : new IntSummaryStatistics();
    int published = numbered ? range.getMax() - range.getMin() + 1 : distinct.size();
    return String.format(
        "published %d, received %d, lost %d, duplicated %d, gaps %d, attempts ended %d, first after"
            + " %d ms, longest pause %d ms",
        published,
        data.size(),
        published - distinct.size(),
        data.size() - distinct.size(),
        gaps.size(),
        ended.size(),
        firstAt == 0 ? -1 : firstAfter().toMillis(),
        longestPause / 1_000_000);
  }

  static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "" + i).toList();
  }

  @Override
  public String toString() {
    List<String> data = data();
    String last = String.valueOf(data.subList(Math.max(0, data.size() - 5), data.size()));
    Subscription handle = stream;
    return String.format(
        "%d events, the last %s, gaps %s, opened %s, cause %s%n%s",
        data.size(), last, gaps, opened, cause, handle == null ? "" : handle.diagnostics());
  }
}
