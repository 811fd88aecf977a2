package dev.holdfast.internal.connection;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.Backoff;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamException;
import dev.holdfast.Verdict;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.transport.AttemptEnd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What follows when a stream has lost its connection. Confined to its serial context. */
final class Recovery {
  private final Supervisor supervisor;
  private final Environment env;
  private final Backoff backoff;
  private final Negotiator negotiator;
  private final Trace trace;
  private final RetryPlan plan;
  private final Alarm alarm;
  private boolean everProven;
  private boolean everServed;
  private long outageSince;

  /** Whether the active attempt waits at the gate, and since when. */
  private boolean held;

  private long heldSince;

  Recovery(
      Supervisor supervisor, Environment env, Backoff backoff, Negotiator negotiator, Trace trace) {
    this.supervisor = supervisor;
    this.env = env;
    this.backoff = backoff;
    this.negotiator = negotiator;
    this.trace = trace;
    this.plan = new RetryPlan(backoff, env.random);
    this.outageSince = env.clock.nanoTime();
    this.alarm = new Alarm(supervisor, env.timers, () -> supervisor.demands().waited());
  }

  /** Whether some connection was a server of this stream, rather than of nonsense. */
  boolean wasServed() {
    return everServed || everProven;
  }

  /** The stream's own connection carries data. */
  void proven(Link link) {
    everProven = true;
    negotiator.proven(link.type);
  }

  /** A connection of the stream was given up for another. */
  void served(Link link) {
    everServed |= link.isOpen();
  }

  /** The active attempt waits at its origin's gate. */
  void held() {
    if (!held) {
      held = true;
      heldSince = env.clock.nanoTime();
    }
  }

  /** It does not, or not any more. That time was not the stream's own: no limit counts it. */
  void released() {
    if (held) {
      held = false;
      outageSince += env.clock.nanoTime() - heldSince;
    }
  }

  void serverRetry(long millis) {
    plan.serverRetry(millis);
  }

  /** The stream does not wait any more, or not for a time. */
  void stopWaiting() {
    alarm.cancel();
  }

  /**
   * The active connection is over, and nothing took its place.
   *
   * @param link the connection
   * @param failed the attempt that ended, which may have been to replace the connection
   * @param end how that one ended
   */
  void ended(Link link, Link failed, AttemptEnd end) {
    long now = env.clock.nanoTime();
    // Accepted, and then nonsense at once, or nothing: that is no server of this stream.
    everServed |= link.isOpen() && !end.isBrokenProtocol() && end.verdict() != Verdict.MUTED;
    if (supervisor.demands().isHeld() && end.isOfTheNetwork()) {
      // Nobody's failure: it counts for nothing, and the stream waits without a time.
      trace.ended(failed, end.verdict(), end.cause(), Next.RETRY, failed.type);
      supervisor.connect();
      return;
    }
    if (end.cause().reason() == StreamException.Reason.TIMEOUT) {
      supervisor.launcher().doubtConnections();
    }
    Decision decision = negotiator.ended(failed.type, end, failed.proven, now);
    if (decision.next == Next.CLOSE && supervisor.launcher().refusals().mayAskAgain(failed, end)) {
      decision = new Decision(Next.REFRESH_CREDENTIALS, failed.type, null);
    }
    boolean negotiates =
        (decision.next == Next.FALL_BACK && end.verdict() != Verdict.LOST)
            // Of a connection that the server had accepted, it is an end like others.
            || (decision.next == Next.REFRESH_CREDENTIALS && !failed.isOpen());
    if (!negotiates) {
      plan.ended(link.isOpen() ? now - link.openedAt : 0, link.fresh);
    }
    if (plan.failures() == 0) {
      outageSince = now;
    }
    StreamException closeCause =
        negotiates || isFinal(decision.next) ? decision.cause : limitReached(end.cause(), now);
    Next next = closeCause != null ? Next.CLOSE : decision.next;
    trace.ended(
        failed, end.verdict(), end.cause(), next, isFinal(next) ? null : decision.transport);
    if (!isFinal(next) && supervisor.demands().isHeld()) {
      supervisor.connect();
      return;
    }
    switch (next) {
      case FINISH:
      case CLOSE:
        supervisor.close(closeCause);
        break;
      case RETRY_WITHOUT_CURSOR:
        if (failed.testsCursor && failed.isOpen()) {
          // A poll loop that was accepted without a cursor, and whose next cursor was refused in
          // turn: at once, that would go round and round.
          retry(link, end);
        } else {
          supervisor.connectAgain(failed, end.cause());
        }
        break;
      case REFRESH_CREDENTIALS:
        if (negotiates) {
          supervisor.fallBack(decision.transport, failed, end);
          break;
        }
        retry(link, end);
        break;
      case FALL_BACK:
        if (end.retryAfterNanos() == 0) {
          supervisor.fallBack(decision.transport, failed, end);
          break;
        }
        // The server's wish comes first.
        retry(link, end);
        break;
      default:
        retry(link, end);
        break;
    }
  }

  private static boolean isFinal(Next next) {
    return next == Next.FINISH || next == Next.CLOSE;
  }

  private @Nullable StreamException limitReached(StreamException cause, long now) {
    if (!backoff.reconnect()) {
      return negotiator.summary(cause);
    }
    return plan.isExhausted(wasServed(), now - outageSince) ? gaveUp(cause) : null;
  }

  private void retry(Link link, AttemptEnd end) {
    long delay = plan.delayNanos(link.fresh, end.retryAfterNanos());
    supervisor.waitFor(new RetryInfo(end.cause(), plan.failures(), Duration.ofNanos(delay)));
    alarm.set(delay);
  }

  private StreamException gaveUp(StreamException last) {
    int failures = plan.failures();
    StreamException cause = negotiator.summary(last);
    String message =
        "gave up after "
            + (failures == 1 ? "1 attempt" : failures + " attempts")
            + ": "
            + cause.getMessage();
    StreamException.Reason reason = StreamException.Reason.GAVE_UP;
    ConnectionInfo response = last.response();
    return response == null
        ? new StreamException(reason, message, last.statusCode(), last)
        : new StreamException(reason, message, response, last);
  }
}
