package dev.holdfast.internal.connection;

import dev.holdfast.StreamRequest;
import dev.holdfast.TransportType;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Nanos;
import dev.holdfast.internal.transport.AttemptEnd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a connection that works: by one of a better transport, if that works again, and by a new
 * one once it is old. Confined to the stream's serial context.
 */
final class Renewal {
  /** How long after an outage, or a change of networks, a transport that failed is asked again. */
  private static final long SOON_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long PROBE_NANOS = TransportMemory.PROBE_NANOS;

  /** How often a channel that could upgrade looks whether it still tries. */
  private static final long AGAIN_SOON_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** How long after a renewal that failed the next one is tried, at most. */
  private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Supervisor supervisor;
  private final Environment env;
  private final StreamRequest request;
  private final Negotiator negotiator;
  private final TransportMemory memory;
  private final Overlap overlap;
  private final Alarm upward;
  private final Alarm age;

  private final UpgradePace upgrades = new UpgradePace();

  /** What was looked for last: where two are better, they take turns. */
  private @Nullable TransportType lookedFor;

  /** The machine is on another network since a better transport was looked for. */
  private boolean moved;

  Renewal(
      Supervisor supervisor,
      Environment env,
      StreamRequest request,
      Negotiator negotiator,
      TransportMemory memory,
      Overlap overlap) {
    this.supervisor = supervisor;
    this.env = env;
    this.request = request;
    this.negotiator = negotiator;
    this.memory = memory;
    this.overlap = overlap;
    this.upward = new Alarm(supervisor, env.timers, this::lookUp);
    this.age = new Alarm(supervisor, env.timers, this::onAge);
  }

  void opened(Link link) {
    if (!age.isSet() && !request.maxConnectionAge().isZero()) {
      age.set(shorten(Nanos.of(request.maxConnectionAge())));
    }
    if (!upward.isSet()) {
      lookUpFrom(link);
    }
  }

  private void lookUpFrom(Link link) {
    List<TransportType> better = negotiator.order().betterThan(link.type);
    if (better.isEmpty()) {
      return;
    }
    if (mayUpgradeFrom(link)) {
      upward.set(jitter(upgrades.delayNanos()));
    } else if (link.proven) {
      boolean soon = moved || negotiator.hasOnlyFailedForNow(link.type);
      moved = false;
      upward.set(soon ? jitter(SOON_NANOS) : jitter(PROBE_NANOS));
    }
  }

  private boolean mayUpgradeFrom(Link link) {
    List<TransportType> better = negotiator.order().betterThan(link.type);
    return !better.isEmpty()
        && negotiator.order().isUpgrade(better.get(0))
        && !memory.isAvoided(request, better.get(0));
  }

  /** What did not work on the way of before may work on the one of now. */
  void networkChanged() {
    moved = true;
    upgrades.networkChanged();
  }

  /** The stream's connection has ended by itself. */
  void ended(Link link, AttemptEnd end) {
    if (negotiator.order().isUpgrade(link.type) && link.isOpen()) {
      boolean again = upgrades.ended(env.clock.nanoTime() - link.openedAt);
      if (again) {
        memory.failed(request, link.type, end, true);
      }
    }
  }

  void stop() {
    upward.cancel();
    age.cancel();
  }

  /** A candidate failed that was to take over. */
  void failed(Link candidate, AttemptEnd end) {
    Link link = supervisor.active();
    if (link == null || link.type == candidate.type) {
      return;
    }
    boolean again = negotiator.order().isUpgrade(candidate.type) && upgrades.failed();
    memory.failed(request, candidate.type, end, again);
    upward.set(jitter(mayUpgradeFrom(link) ? upgrades.delayNanos() : PROBE_NANOS));
  }

  private void lookUp() {
    Link link = supervisor.active();
    if (link == null) {
      return;
    }
    if (supervisor.handover().isUnderWay()) {
      upward.set(jitter(SOON_NANOS));
      return;
    }
    // Set first: what follows may put another connection in this one's place. A candidate that is
    // to be an upgrade may have to make room for another.
    upward.set(jitter(mayUpgradeFrom(link) ? AGAIN_SOON_NANOS : PROBE_NANOS));
    Link candidate = supervisor.handover().candidate();
    if (candidate != null
        && negotiator.order().isUpgrade(candidate.type)
        && (candidate.cursorSent != null || !supervisor.hasCursor())) {
      return;
    }
    // To break a connection that works for one that may not work is no renewal.
    if (!overlap.isAllowed() || !supervisor.canOverlap() || !supervisor.lifecycle().isOpen()) {
      return;
    }
    List<TransportType> better = new ArrayList<>(negotiator.order().betterThan(link.type));
    if (better.size() > 1 && better.get(0) == lookedFor) {
      Collections.reverse(better);
    }
    for (TransportType type : better) {
      if (memory.mayProbe(request, type)) {
        lookedFor = type;
        if (negotiator.order().isUpgrade(type)) {
          upgrades.begins();
        }
        supervisor.demands().move(type, true);
        return;
      }
    }
  }

  private void onAge() {
    // Set first, in case that this one fails; a connection that takes over begins anew.
    age.set(shorten(Math.min(Nanos.of(request.maxConnectionAge()), AGAIN_NANOS)));
    Link link = supervisor.active();
    if (link != null && supervisor.lifecycle().isOpen()) {
      supervisor.demands().move(link.type, overlap.isOfUse());
    }
  }

  /** Up to a tenth more, so that streams do not act in step. */
  private long jitter(long nanos) {
    return nanos + (long) (env.random.nextDouble() * nanos / 10);
  }

  /** Up to a tenth less: what is oldest goes first, and none gets older than it may. */
  private long shorten(long nanos) {
    return nanos - (long) (env.random.nextDouble() * nanos / 10);
  }
}
