package dev.holdfast.internal.connection;

import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.transport.Grant;
import java.util.concurrent.TimeUnit;

/**
 * Replaces a connection before its credentials expire, by one with others. Where the app has none
 * that last longer, it is asked again and again, ever more slowly, and the connection stays for as
 * long as the server lets it. Confined to the stream's serial context.
 */
final class CredentialWatch {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long MOST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Supervisor supervisor;
  private final Environment env;
  private final Overlap overlap;
  private final Alarm alarm;

  /** How long to wait before the app is asked once more, if it was in vain. */
  private long pause = FIRST_PAUSE_NANOS;

  CredentialWatch(Supervisor supervisor, Environment env, Overlap overlap) {
    this.supervisor = supervisor;
    this.env = env;
    this.overlap = overlap;
    this.alarm = new Alarm(supervisor, env.timers, this::renew);
  }

  /** The stream has this connection. */
  void opened(Link link) {
    Grant grant = link.grant;
    if (alarm.isSet() || grant == null || grant.renewAt() == Grant.NEVER) {
      return;
    }
    if (grant.isFresh()) {
      pause = FIRST_PAUSE_NANOS;
      long early = (long) (env.random.nextDouble() * grant.leewayNanos());
      alarm.set(grant.renewAt() - env.clock.nanoTime() - early);
    } else {
      alarm.set(nextPause());
    }
  }

  void stop() {
    alarm.cancel();
  }

  private void renew() {
    // Set first, in case that this one fails; a connection that takes over begins anew.
    alarm.set(nextPause());
    Link link = supervisor.active();
    if (link == null || link.grant == null || !supervisor.lifecycle().isOpen()) {
      return;
    }
    boolean mayOverlap = overlap.isOfUse() && supervisor.canOverlap();
    // To break a connection that works, time and again, for credentials like its own helps nobody.
    if (mayOverlap || link.grant.isFresh()) {
      supervisor.demands().move(link.type, mayOverlap);
    }
  }

  private long nextPause() {
    long now = pause;
    pause = Math.min(2 * pause, MOST_PAUSE_NANOS);
    return now;
  }
}
