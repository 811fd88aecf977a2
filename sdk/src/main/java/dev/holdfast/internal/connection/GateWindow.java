package dev.holdfast.internal.connection;

import dev.holdfast.internal.loop.Randomness;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many unproven attempts an origin that is there is given at once, and how fast. Guarded by the
 * gate's lock.
 */
final class GateWindow {
  static final int STEADY = 64;

  /** After a loss, for it may be everybody's; and for an origin that has just come back. */
  static final int CAREFUL = 4;

  /** So many attempts in a row, of so many streams, say that an origin is away. */
  static final int FAILURES = 5;

  static final int STREAMS = 3;

  /** A stream that fails so often while others get through has a problem of its own. */
  private static final int OWN_FAILURES = 2;

  /** So many streams whose connections end in good order within a second had them ended by one. */
  private static final int ENDS = 3;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Randomness random;
  private final GatePace pace = new GatePace();

  private int size = STEADY;
  private long pausedUntil;
  private boolean paused;

  /** How many attempts were ever accepted. */
  private long accepted;

  /** How many found since then that the origin is away, and whose they were. */
  private int failures;

  private final Set<GateGuest> away = new HashSet<>();

  /** Whose attempts have failed since then, if only because the origin is busy. */
  private final Set<GateGuest> failed = new HashSet<>();

  /** Who was turned away last, and when: one stream alone does not slow down the others. */
  private @Nullable GateGuest turnedAway;

  private long turnedAwayAt;

  /** Whose connections ended in good order within a second, and since when. */
  private final Set<GateGuest> ended = new HashSet<>();

  private long endsSince;

  /** Until when others are expected that lost what the last ones lost. */
  private long settlesAt;

  GateWindow(Randomness random) {
    this.random = random;
  }

  int size() {
    return size;
  }

  int failures() {
    return failures;
  }

  /** When the next attempt may start, as far as time matters. */
  long nextAt(long now) {
    long at = pace.nextAt(now);
    return paused && pausedUntil - at > 0 ? pausedUntil : at;
  }

  void granted(long now) {
    paused = false;
    pace.granted(now);
  }

  /** Once nobody has waited for a while, those that come need no spacing. */
  void settle(long now, boolean someoneWaits) {
    if (someoneWaits) {
      settlesAt = now + SECOND_NANOS;
    } else if (pace.isOn() && now - settlesAt >= 0) {
      pace.stop();
    }
  }

  /** A connection was lost. Only the first of a series makes for caution: the others knew it. */
  void lost(long now) {
    if (!pace.isOn()) {
      size = Math.min(size, CAREFUL);
      pace.start(now);
    }
    settlesAt = now + SECOND_NANOS;
  }

  /**
   * A connection ended in good order. Returns whose did so for the same reason as it seems: none,
   * unless there are several.
   */
  Set<GateGuest> ended(GateGuest guest, long now) {
    if (ended.isEmpty() || now - endsSince >= SECOND_NANOS) {
      ended.clear();
      endsSince = now;
    }
    ended.add(guest);
    if (ended.size() < ENDS) {
      return Collections.emptySet();
    }
    return ended.size() == ENDS ? new HashSet<>(ended) : Collections.singleton(guest);
  }

  /** Whether nothing was lost lately that others may have lost, too. */
  boolean isCalm() {
    return !pace.isOn();
  }

  /** The origin is back. */
  void recovered(long now) {
    size = CAREFUL;
    forgive();
    pace.start(now);
    settlesAt = now + SECOND_NANOS;
  }

  /** What failed before says nothing any more. */
  void forgive() {
    failures = 0;
    failed.clear();
    away.clear();
    turnedAway = null;
    paused = false;
  }

  void accepted(GateGuest guest) {
    accepted++;
    guest.failures = 0;
    grow();
    failures = 0;
    failed.clear();
    away.clear();
  }

  /** Room for one more. */
  void grow() {
    size = Math.min(STEADY, size + 1);
  }

  /** The origin answered, if not as the stream would like. */
  void answered() {
    failures = 0;
    failed.clear();
    away.clear();
  }

  /** An attempt that was granted then failed, and it may be the origin's fault. */
  void failed(GateGuest guest, boolean isAway, boolean vouchedFor, long grantedAt, long now) {
    if (guest.failures++ == 0) {
      guest.provenBefore = accepted;
    }
    if (guest.failures >= OWN_FAILURES && guest.provenBefore != accepted) {
      return;
    }
    if (isAway) {
      failures++;
      away.add(guest);
    }
    if (!failed.add(guest)) {
      return;
    }
    size = Math.max(1, size / 2);
    // Many may have a problem of their own, where others show that the origin lives.
    int factor = vouchedFor ? 1 : Math.min(failed.size(), FAILURES);
    long pause = (long) (PAUSE_NANOS * (1 + 2 * random.nextDouble())) * factor;
    if (!paused || now + pause - pausedUntil > 0) {
      paused = true;
      pausedUntil = now + pause;
    }
    if (turnedAway != null && turnedAway != guest && now - turnedAwayAt < SECOND_NANOS) {
      pace.turnedAway(grantedAt, now);
      settlesAt = now + SECOND_NANOS;
    }
    turnedAway = guest;
    turnedAwayAt = now;
  }

  /** Whether so much has failed that an origin with this many streams must be away. */
  boolean isHopeless(int guests) {
    return failures >= FAILURES && away.size() >= Math.min(STREAMS, guests);
  }

  void forget(GateGuest guest) {
    failed.remove(guest);
    away.remove(guest);
    ended.remove(guest);
    if (turnedAway == guest) {
      turnedAway = null;
    }
  }
}
