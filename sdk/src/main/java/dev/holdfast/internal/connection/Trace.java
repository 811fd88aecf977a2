package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport;
import dev.holdfast.AttemptReport.Next;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.ConnectionState;
import dev.holdfast.Diagnostics;
import dev.holdfast.StreamException;
import dev.holdfast.StreamListener;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.loop.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a stream's latest attempts did, and tells the listener as each ends. Written in the
 * stream's serial context, read by any thread.
 */
final class Trace {
  private final Clock clock;
  private final Consumer<Consumer<StreamListener>> notices;

  /** Guarded by itself, builders included: the latest attempts, oldest first. */
  private final Deque<AttemptReport.Builder> latest = new ArrayDeque<>();

  /**
   * @param notices takes callbacks, in order
   */
  Trace(Clock clock, Consumer<Consumer<StreamListener>> notices) {
    this.clock = clock;
    this.notices = notices;
  }

  void began(Link link, boolean asCandidate) {
    link.startedAt = clock.nanoTime();
    AttemptReport.Builder report =
        AttemptReport.builder(link.number, link.type).started(wallTime(), asCandidate);
    synchronized (latest) {
      latest.add(report);
      if (latest.size() > Diagnostics.MAX_ATTEMPTS) {
        latest.remove();
      }
    }
    link.report = report;
  }

  /** It had to wait for its turn: that is no time that the server took. */
  void letIn(Link link) {
    link.startedAt = clock.nanoTime();
    note(link, report -> report.started(wallTime(), report.build().wasCandidate()));
  }

  void opened(Link link, ConnectionInfo connection) {
    note(link, report -> report.opened(since(link), connection.statusCode()));
  }

  void proven(Link link) {
    note(link, report -> report.proven(since(link)));
  }

  void event(Link link) {
    note(link, AttemptReport.Builder::event);
  }

  /** An attempt is over; said once of each. */
  void ended(
      Link link,
      @Nullable Verdict verdict,
      @Nullable StreamException cause,
      Next next,
      @Nullable TransportType by) {
    AttemptReport.Builder report = link.report;
    if (report == null) {
      return;
    }
    link.report = null;
    AttemptReport done;
    synchronized (latest) {
      done = report.ended(since(link), verdict, cause).next(next, by).build();
    }
    notices.accept(listener -> listener.onAttemptEnded(done));
  }

  /**
   * @param waits what the stream waits for while it has no attempt; null if nothing
   */
  Diagnostics diagnostics(
      ConnectionState state, TransportType last, @Nullable Link active, @Nullable String waits) {
    boolean closed = state == ConnectionState.CLOSED;
    String heldBy = closed ? null : active == null ? waits : active.heldBy();
    return new Diagnostics(state, closed ? null : last, heldBy, attempts());
  }

  private List<AttemptReport> attempts() {
    List<AttemptReport> reports = new ArrayList<>();
    synchronized (latest) {
      for (AttemptReport.Builder report : latest) {
        reports.add(report.build());
      }
    }
    return reports;
  }

  private void note(Link link, Consumer<AttemptReport.Builder> what) {
    AttemptReport.Builder report = link.report;
    if (report != null) {
      synchronized (latest) {
        what.accept(report);
      }
    }
  }

  private Instant wallTime() {
    return Instant.ofEpochMilli(clock.wallMillis());
  }

  private Duration since(Link link) {
    return Duration.ofNanos(clock.nanoTime() - link.startedAt);
  }
}
