package dev.holdfast.internal.connection;

import dev.holdfast.Backoff;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamException;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Timers;
import dev.holdfast.internal.transport.AttemptEnd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What follows when a stream has lost its connection. Confined to its serial context. */
final class Recovery {
  private final Supervisor supervisor;
  private final Environment env;
  private final Backoff backoff;
  private final RetryPlan plan;
  private final EndRules rules = new EndRules();
  private Timers.@Nullable Timer timer;
  private boolean everProven;
  private boolean everServed;
  private long lastFreshAt;

  Recovery(Supervisor supervisor, Environment env, Backoff backoff) {
    this.supervisor = supervisor;
    this.env = env;
    this.backoff = backoff;
    this.plan = new RetryPlan(backoff, env.random);
    this.lastFreshAt = env.clock.nanoTime();
  }

  /** Whether some connection was a server of this stream, rather than of nonsense. */
  boolean wasServed() {
    return everServed || everProven;
  }

  void opened() {
    rules.opened();
  }

  void proven() {
    everProven = true;
  }

  void fresh() {
    if (!backoff.maxElapsed().isZero()) {
      lastFreshAt = env.clock.nanoTime();
    }
  }

  void serverRetry(long millis) {
    plan.serverRetry(millis);
  }

  void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** The active connection is over, and nothing took its place. */
  void ended(Link link, AttemptEnd end) {
    long now = env.clock.nanoTime();
    // Accepted, and then nonsense at once: that does not count as the server of this stream.
    everServed |= link.isOpen() && !end.isBrokenProtocol();
    plan.ended(link.isOpen() ? now - link.openedAt : 0, link.fresh);
    switch (rules.decide(end, everProven, link.cursorSent != null, now)) {
      case FINISH:
        supervisor.close(null);
        break;
      case FAIL:
        supervisor.close(end.cause());
        break;
      case RETRY_WITHOUT_CURSOR:
        supervisor.connectWithoutCursor(end.cause());
        break;
      case RETRY:
        retry(link, end, now);
        break;
    }
  }

  private void retry(Link link, AttemptEnd end, long now) {
    StreamException cause = end.cause();
    if (!backoff.reconnect()) {
      supervisor.close(cause);
      return;
    }
    if (plan.isExhausted(wasServed(), now - lastFreshAt)) {
      supervisor.close(gaveUp(cause));
      return;
    }
    long delay = plan.delayNanos(link.fresh, end.retryAfterNanos());
    supervisor.waitFor(new RetryInfo(cause, plan.failures(), Duration.ofNanos(delay)));
    timer =
        env.timers.schedule(delay, () -> supervisor.fromControl(() -> supervisor.reconnectNow()));
  }

  private StreamException gaveUp(StreamException cause) {
    int failures = plan.failures();
    String message =
        "gave up after "
            + (failures == 1 ? "1 attempt" : failures + " attempts")
            + ": "
            + cause.getMessage();
    StreamException.Reason reason = StreamException.Reason.GAVE_UP;
    ConnectionInfo response = cause.response();
    return response == null
        ? new StreamException(reason, message, cause.statusCode(), cause)
        : new StreamException(reason, message, response, cause);
  }
}
