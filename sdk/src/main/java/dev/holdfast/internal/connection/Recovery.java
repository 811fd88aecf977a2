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
  private long outageSince;

  Recovery(Supervisor supervisor, Environment env, Backoff backoff) {
    this.supervisor = supervisor;
    this.env = env;
    this.backoff = backoff;
    this.plan = new RetryPlan(backoff, env.random);
    this.outageSince = env.clock.nanoTime();
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

  /** An open connection of the stream was given up for another. */
  void served() {
    everServed = true;
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

  /**
   * The active connection is over, and nothing took its place.
   *
   * @param link the connection
   * @param failed the attempt that ended, which may have been to replace the connection
   * @param end how that one ended
   */
  void ended(Link link, Link failed, AttemptEnd end) {
    long now = env.clock.nanoTime();
    // Accepted, and then nonsense at once: that does not count as the server of this stream.
    everServed |= link.isOpen() && !end.isBrokenProtocol();
    plan.ended(link.isOpen() ? now - link.openedAt : 0, link.fresh);
    if (plan.failures() == 0) {
      outageSince = now;
    }
    switch (rules.decide(end, everProven, failed.cursorSent != null, now)) {
      case FINISH:
        supervisor.close(null);
        break;
      case FAIL:
        supervisor.close(end.cause());
        break;
      case RETRY_WITHOUT_CURSOR:
        if (mayGoOn(end.cause(), now)) {
          supervisor.connectAgain(failed, end.cause());
        }
        break;
      case RETRY:
        if (mayGoOn(end.cause(), now)) {
          retry(link, end);
        }
        break;
    }
  }

  private boolean mayGoOn(StreamException cause, long now) {
    if (!backoff.reconnect()) {
      supervisor.close(cause);
      return false;
    }
    if (plan.isExhausted(wasServed(), now - outageSince)) {
      supervisor.close(gaveUp(cause));
      return false;
    }
    return true;
  }

  private void retry(Link link, AttemptEnd end) {
    long delay = plan.delayNanos(link.fresh, end.retryAfterNanos());
    supervisor.waitFor(new RetryInfo(end.cause(), plan.failures(), Duration.ofNanos(delay)));
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
