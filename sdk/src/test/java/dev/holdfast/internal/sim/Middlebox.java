package dev.holdfast.internal.sim;

import dev.holdfast.ConnectionInfo;
import dev.holdfast.StreamException;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import dev.holdfast.internal.transport.AttemptEnd;
import dev.holdfast.internal.transport.AttemptSpec;
import dev.holdfast.internal.transport.Salvage;
import java.util.HashMap;
import java.util.Map;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Something on the way that for stretches of time lets one transport through, and not the other. It
 * refuses only one of them in a stream's life: what is refused everywhere is closed, and rightly.
 */
final class Middlebox {
  private enum Mood {
    REFUSES,
    RESETS,
    SWALLOWS
  }

  private final World world;
  private final SimServer server;
  private final TransportType[] types;
  private final TransportType refusable;
  private final Map<Object, SimServer.Answer> salvage = new HashMap<>();
  private @Nullable TransportType blocked;
  private Mood mood = Mood.RESETS;
  private boolean answersPolls;
  private boolean healed;

  Middlebox(World world, SimServer server, Mode mode) {
    this.world = world;
    this.server = server;
    this.types = mode.transports();
    this.healed = !mode.changes();
    this.refusable = healed || world.chance(0.7) ? types[0] : types[types.length - 1];
    if (!healed) {
      change();
    }
  }

  private void change() {
    if (healed) {
      return;
    }
    blocked = world.chance(0.3) ? null : types[world.between(0, types.length - 1)];
    boolean mayRefuse = blocked == refusable && world.chance(0.7);
    mood = mayRefuse ? Mood.REFUSES : world.chance(0.8) ? Mood.RESETS : Mood.SWALLOWS;
    answersPolls = world.chance(0.5);
    if (blocked != null && world.chance(0.8)) {
      server.resetAll(blocked);
    }
    world.after(world.between(5_000, 90_000), this::change);
  }

  void heal() {
    healed = true;
    blocked = null;
  }

  boolean swallows(TransportType type) {
    return type == blocked && mood == Mood.SWALLOWS;
  }

  /** How a request ends here; null if it passes. */
  @Nullable AttemptEnd refusal(TransportType type) {
    if (type != blocked || mood == Mood.SWALLOWS) {
      return null;
    }
    if (mood == Mood.RESETS) {
      return SimConnection.ended(Verdict.LOST, Reason.CONNECTION_LOST);
    }
    int status = world.chance(0.5) ? 406 : 404;
    return new AttemptEnd(
        Verdict.REFUSED,
        new StreamException(Reason.HTTP_STATUS, "HTTP " + status, status, null),
        0);
  }

  /** A refusal of an event stream may be a good answer to a poll. */
  AttemptEnd salvaged(AttemptEnd refusal, AttemptSpec spec) {
    if (refusal.verdict() != Verdict.REFUSED
        || !answersPolls
        || server.isDown()
        || server.isGone(spec.cursor())) {
      return refusal;
    }
    AttemptEnd end =
        Salvage.with(
            refusal, new ConnectionInfo(TransportType.SSE, spec.number(), 200, Headers.of()));
    salvage.put(Salvage.of(end), server.polls.answerAtOnce(spec.cursor()));
    return end;
  }

  SimServer.@Nullable Answer answerIn(@Nullable Object found) {
    return found == null ? null : salvage.remove(found);
  }
}
