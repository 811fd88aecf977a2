package dev.holdfast.internal.connection;

import dev.holdfast.StreamException;
import dev.holdfast.StreamRequest;
import dev.holdfast.Verdict;
import dev.holdfast.internal.Redaction;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.transport.Attempt;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Doubts a connection that has been silent for long: one timer a stream, which looks at when the
 * connection's reader began to wait. A reader that does not wait, as its app is busy, is not
 * silent. Confined to the stream's serial context.
 */
final class SilenceWatch {
  private final Supervisor supervisor;
  private final Environment env;
  private final StreamRequest request;
  private final Overlap overlap;
  private final Liveness liveness;
  private final Alarm alarm;
  private long lookedAt;

  /** The connection replaced one that had fallen silent, and has shown no sign of a rest since. */
  private boolean deadBefore;

  private int notFound;

  SilenceWatch(Supervisor supervisor, Environment env, StreamRequest request, Overlap overlap) {
    this.supervisor = supervisor;
    this.env = env;
    this.request = request;
    this.overlap = overlap;
    this.liveness = new Liveness(request.heartbeat());
    this.alarm = new Alarm(supervisor, env.timers, this::look);
  }

  void began(Link link) {
    liveness.connected();
    lookedAt = env.clock.nanoTime();
    if (liveness.isOn()) {
      alarm.set(liveness.deadlineNanos());
    }
  }

  void stop() {
    alarm.cancel();
  }

  /** The connection was replaced: it had missed something. */
  void foundDead() {
    deadBefore = true;
  }

  /**
   * Whether the connection before this one had to be replaced, too. Twice in a row it may be
   * something on the way that passes the beginning of each response and holds back the rest.
   */
  boolean wasDeadBefore() {
    return deadBefore;
  }

  void comment(long idleNanos) {
    deadBefore = false;
    boolean before = liveness.isLearned();
    liveness.comment(idleNanos);
    if (!before && liveness.isLearned() && alarm.isSet()) {
      alarm.set(liveness.deadlineNanos());
    }
    supervisor.handover().activeShowsLife();
    if (liveness.isLearned()) {
      asGoodAsNew();
    }
  }

  void event() {
    asGoodAsNew();
  }

  /** What patience was granted to a quiet connection ends. */
  private void asGoodAsNew() {
    notFound = 0;
    if (liveness.event() && alarm.isSet()) {
      alarm.set(liveness.deadlineNanos());
    }
  }

  boolean isRhythmBroken() {
    return liveness.isLearned();
  }

  void foundHealthy() {
    deadBefore = false;
    notFound = 0;
    liveness.foundHealthy();
    lookedAt = env.clock.nanoTime();
    if (alarm.isSet()) {
      alarm.set(liveness.deadlineNanos());
    }
  }

  /** Whether the connection is alive could not be found out: tries again, soon at first. */
  void notFound() {
    if (alarm.isSet()) {
      long wait = Liveness.LEAST_NANOS << Math.min(notFound++, 10);
      alarm.set(Math.min(wait, liveness.deadlineNanos()));
    }
  }

  /** The active connection ended by itself while there was this candidate, or none. */
  void activeEnded(Link link, @Nullable Link candidate) {
    if (candidate == null || !(candidate.isOpen() || candidate.sent)) {
      return;
    }
    long now = env.clock.nanoTime();
    // Some servers end the earlier connection first, and answer then.
    long since = candidate.isOpen() ? candidate.openedAt : candidate.sentAt;
    overlap.activeEnded(now - link.startedAt, now - since);
  }

  private void look() {
    Link link = supervisor.active();
    if (link == null) {
      return;
    }
    Attempt attempt = link.attempt;
    long since = attempt == null ? Attempt.NOT_WAITING : attempt.waitsSince();
    long deadline = liveness.deadlineNanos();
    if (since == Attempt.NOT_WAITING) {
      alarm.set(deadline);
      return;
    }
    long silent = env.clock.nanoTime() - Math.max(since, lookedAt);
    if (silent < deadline) {
      alarm.set(deadline - silent);
      return;
    }
    alarm.set(deadline);
    if (liveness.isFixed() || (!overlap.isAllowed() && tells(link))) {
      supervisor.reception().silent(link, silentFor(deadline));
    } else if (overlap.isAllowed()) {
      supervisor.demands().verify();
    } else {
      foundHealthy();
    }
  }

  /** Whether the silence alone says enough: against a rhythm, or where there was never a word. */
  private boolean tells(Link link) {
    return liveness.isLearned() || !link.isOpen();
  }

  private AttemptEnd silentFor(long nanos) {
    return AttemptEnd.of(
        Verdict.LOST,
        StreamException.Reason.SILENT,
        "not a byte for "
            + TimeUnit.NANOSECONDS.toMillis(nanos)
            + " ms: "
            + Redaction.url(request.url()));
  }
}
