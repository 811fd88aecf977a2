package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport;
import dev.holdfast.ChannelListener;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.Gap;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.Subscription;
import dev.holdfast.TransportType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
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
  final List<ConnectionInfo> opened = new CopyOnWriteArrayList<>();
  final List<AttemptReport> ended = new CopyOnWriteArrayList<>();
  private final long createdAt = System.nanoTime();
  private volatile long firstAt;
  private volatile long lastAt;
  private volatile long longestPause;
  private final Outages outages = new Outages();
  private volatile @Nullable List<String> expected;
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
    opened.add(connection);
  }

  @Override
  public void onAttemptEnded(AttemptReport attempt) {
    ended.add(attempt);
  }

  @Override
  public void onStateChange(ConnectionState state, @Nullable StreamException why) {
    outages.changed(state);
  }

  /** This is what was published, for the report. */
  Tally expects(List<String> published) {
    expected = published;
    return this;
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
    expects(numbers(from, to));
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

  /** How its connections came, in order. */
  List<TransportType> openedBy() {
    return opened.stream().map(ConnectionInfo::transport).toList();
  }

  /**
   * What was published, where the test says so, received, lost and repeated; how often its
   * connection ended and another took over, and how long that took at the most. A connection that
   * died without a word has not ended yet: its test says how long that took.
   */
  String report() {
    List<String> data = data();
    Set<String> distinct = new HashSet<>(data);
    List<String> published = expected;
    String loss = "";
    if (published != null) {
      Set<String> lost = new HashSet<>(published);
      lost.removeAll(distinct);
      Set<String> known = new HashSet<>(published);
      long other = data.stream().filter(text -> !known.contains(text)).count();
      long repeated = data.size() - other - (known.size() - lost.size());
      loss =
          String.format(
              "published %d, lost %d, duplicated %d%s, ",
              published.size(), lost.size(), repeated, other == 0 ? "" : ", other events " + other);
    }
    return loss
        + String.format(
            "received %d, gaps %d, attempts ended %d, first after %d ms, %s, longest pause %d ms",
            data.size(),
            gaps.size(),
            ended.size(),
            firstAt == 0 ? -1 : firstAfter().toMillis(),
            outages,
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
        data.size(), last, gaps, openedBy(), cause, handle == null ? "" : handle.diagnostics());
  }
}
