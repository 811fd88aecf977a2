package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamEvent;
import dev.holdfast.StreamException;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.session.Arrival;
import dev.holdfast.internal.session.Continuation;
import dev.holdfast.internal.session.Session;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Make before break: a candidate runs beside the active connection and delivers nothing until it is
 * synced; then, in one step, it takes that one's place. Confined to the stream's serial context.
 */
final class Handover {
  /** How long a candidate may hold events that the active connection has not delivered. */
  static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /**
   * How long a candidate may take to be accepted. One that is accepted and shows nothing, as on a
   * quiet stream whose server does not honour cursors, stays: the next event decides which of the
   * two connections is alive.
   */
  static final long CANDIDATE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Supervisor supervisor;
  private final Session session;
  private final Timers timers;
  private final Launcher launcher;
  private final Trace trace;
  private @Nullable Link candidate;
  private boolean activePresumedDead;
  private Timers.@Nullable Timer limit;
  private Timers.@Nullable Timer holdLimit;

  Handover(Supervisor supervisor, Session session, Timers timers, Launcher launcher, Trace trace) {
    this.supervisor = supervisor;
    this.session = session;
    this.timers = timers;
    this.launcher = launcher;
    this.trace = trace;
  }

  boolean isCandidate(Link link) {
    return link == candidate;
  }

  /**
   * Starts a candidate, unless there is one that is still connecting.
   *
   * @param type what it goes by
   * @param presumeDead whether the connections that there are, a candidate included, are presumed
   *     dead, so that the active one is to be given up if the candidate shows nothing
   */
  void begin(TransportType type, boolean presumeDead) {
    if (candidate != null && limit != null && !presumeDead) {
      return;
    }
    boolean presumed = presumeDead || (candidate != null && activePresumedDead);
    drop();
    if (!session.canOverlap()) {
      supervisor.breakThenMake();
    } else {
      activePresumedDead = presumed;
      start(launcher.launchCandidate(type));
    }
  }

  private void start(Link link) {
    forget();
    candidate = link;
    limit =
        timers.schedule(
            CANDIDATE_NANOS, () -> supervisor.fromControl(() -> onCandidateLimit(link)));
  }

  void arrived(Link link, Arrival arrival) {
    judge(link, link.continuation.hold(arrival));
  }

  /**
   * A candidate that polls has asked on. What it holds was not asked for again, but a server may
   * send it again; so it is taken as it is. If it holds nothing, its replay goes on.
   */
  void askedAgain(Link link) {
    if (holdLimit != null) {
      switchTo(link, false);
    } else {
      link.continuation.askedAgain();
    }
  }

  void activeDelivered(StreamEvent event) {
    Link link = candidate;
    if (link != null) {
      judge(link, link.continuation.activeDelivered(event));
    }
  }

  private void judge(Link link, Continuation.Standing standing) {
    switch (standing) {
      case SYNCED:
        switchTo(link, true);
        break;
      case FULL:
        switchTo(link, false);
        break;
      case HOLDING:
        if (holdLimit == null) {
          holdLimit =
              timers.schedule(HOLD_NANOS, () -> supervisor.fromControl(() -> onHoldLimit(link)));
        }
        break;
      case WAITING:
        break;
    }
  }

  /**
   * The candidate is over. If it may have been for its cursor, another one asks differently; else
   * the active connection goes on, unless it was only presumed to live.
   */
  void candidateEnded(Link link, AttemptEnd end) {
    if (end.mayRefuseCursor()) {
      trace.ended(link, end.verdict(), end.cause(), Next.RETRY_WITHOUT_CURSOR, link.type);
      start(launcher.launchDifferently(link, true));
      return;
    }
    boolean giveUpActive = activePresumedDead;
    forget();
    if (giveUpActive) {
      supervisor.abandonActive(link, end);
    } else {
      trace.ended(link, end.verdict(), end.cause(), Next.KEEP_CURRENT, null);
    }
  }

  /**
   * The active connection is over. A candidate takes its place as it is.
   *
   * @return whether there was one
   */
  boolean promote(StreamException cause) {
    Link link = candidate;
    if (link == null) {
      return false;
    }
    if (link.isOpen()) {
      switchTo(link, false);
    } else {
      forget();
      supervisor.replaceActive(link);
      supervisor.connectionLost(cause);
    }
    return true;
  }

  void drop() {
    Link link = candidate;
    if (link != null) {
      forget();
      link.cancel();
      trace.ended(link, null, null, Next.REPLACED, null);
    }
  }

  private void switchTo(Link link, boolean synced) {
    forget();
    supervisor.replaceActive(link);
    supervisor.announce(link, synced);
    if (session.adopt(link.continuation, synced)) {
      link.fresh = true;
    }
  }

  private void forget() {
    candidate = null;
    if (limit != null) {
      limit.cancel();
      limit = null;
    }
    if (holdLimit != null) {
      holdLimit.cancel();
      holdLimit = null;
    }
  }

  private void onHoldLimit(Link link) {
    if (isCandidate(link)) {
      switchTo(link, false);
    }
  }

  private void onCandidateLimit(Link link) {
    if (!isCandidate(link)) {
      return;
    }
    limit = null;
    if (link.isOpen()) {
      if (activePresumedDead) {
        switchTo(link, false);
      }
    } else {
      link.cancel();
      candidateEnded(
          link,
          AttemptEnd.of(
              Verdict.UNREACHABLE,
              StreamException.Reason.TIMEOUT,
              "no response within " + TimeUnit.NANOSECONDS.toMillis(CANDIDATE_NANOS) + " ms"));
    }
  }
}
