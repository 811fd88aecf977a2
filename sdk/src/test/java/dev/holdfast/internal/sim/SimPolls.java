package dev.holdfast.internal.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a simulated server answers polls. */
final class SimPolls {
  /** What an answer says of the position to ask from next. */
  enum NextCursor {
    NONE,
    LAST_ID,
    /** A place of the server's own, exact even where its identifiers are not. */
    PLACE
  }

  /** What the server keeps of one poll loop. */
  private static final class Loop {
    @Nullable String from;
    boolean waits;
    int poll;
    SimServer.@Nullable Answer previous;
    final List<SimServer.Entry> queue = new ArrayList<>();
  }

  private final World world;
  private final SimServer server;
  private final Map<SimPoll, Loop> loops = new HashMap<>();
  final NextCursor nextCursor;

  /**
   * Whether it helps a client to see a loss in the middle of a loop, where only it can: one that
   * sends what is new keeps what a loop misses between two polls; one with a ring says so when it
   * has overwritten something.
   */
  final boolean helps;

  SimPolls(World world, SimServer server) {
    this.world = world;
    this.server = server;
    this.nextCursor = NextCursor.values()[world.between(0, 2)];
    this.helps = world.chance(0.5);
  }

  void poll(SimPoll poll, @Nullable String from, int hold) {
    server.listen(poll);
    Loop loop = loops.computeIfAbsent(poll, key -> new Loop());
    loop.from = from;
    int number = ++loop.poll;
    if (loop.previous != null && canBeKnown(loop.previous) && world.chance(0.03)) {
      poll.answer(loop.previous);
      return;
    }
    loop.waits = true;
    if (!helps) {
      loop.queue.clear();
    }
    if (hasNew(loop) || server.kind == ServerKind.FROM_THE_START || olderAlone()) {
      answer(poll, loop, number);
    } else {
      world.after(hold, () -> answer(poll, loop, number));
    }
  }

  /**
   * Whether a client can know a repeated answer: not where identifiers tell nothing apart, nor
   * where it begins with an event without one, which may as well be new and the same.
   */
  private boolean canBeKnown(SimServer.Answer answer) {
    return server.kind != ServerKind.CONSTANT_ID
        && (answer.events().isEmpty() || answer.events().get(0).id() != null);
  }

  private boolean olderAlone() {
    return server.kind == ServerKind.REPLAYS_UP_TO_20 && world.chance(0.1);
  }

  void produced(SimPoll poll, SimServer.Entry entry) {
    Loop loop = loops.get(poll);
    if (loop == null) {
      return;
    }
    loop.queue.add(entry);
    if (loop.waits) {
      int number = loop.poll;
      world.after(world.between(0, 30), () -> answer(poll, loop, number));
    }
  }

  private boolean hasNew(Loop loop) {
    return server.isLive(loop.from) ? !loop.queue.isEmpty() : !server.after(loop.from, 1).isEmpty();
  }

  private void answer(SimPoll poll, Loop loop, int number) {
    if (loop.waits && number == loop.poll && !server.isDown()) {
      loop.waits = false;
      if (server.isGone(loop.from)) {
        // Overwritten while the poll was held: it knows that now as well as when it was asked.
        poll.gone();
        return;
      }
      loop.previous = answerFrom(loop.from, loop);
      poll.answer(loop.previous);
    }
  }

  /** The answer to a request that is not held. */
  SimServer.Answer answerAtOnce(@Nullable String from) {
    return answerFrom(from, new Loop());
  }

  private SimServer.Answer answerFrom(@Nullable String from, Loop loop) {
    List<SimServer.Entry> events;
    if (server.isLive(from)) {
      events = new ArrayList<>(loop.queue);
    } else {
      int limit = world.chance(0.5) ? world.between(1, 20) : Integer.MAX_VALUE;
      events = server.after(from, limit);
    }
    loop.queue.clear();
    boolean gap = helps && server.hasOverwritten(from);
    return new SimServer.Answer(events, next(from, events), gap);
  }

  private @Nullable String next(@Nullable String from, List<SimServer.Entry> events) {
    SimServer.Entry last = events.isEmpty() ? null : events.get(events.size() - 1);
    return switch (nextCursor) {
      case NONE -> null;
      case LAST_ID -> last == null ? null : last.cursorAfter();
      case PLACE -> last != null ? server.place(last.number()) : placeAtEnd(from);
    };
  }

  /** An answer without events moves the cursor where there is none, or it means nothing here. */
  private @Nullable String placeAtEnd(@Nullable String from) {
    return server.isLive(from) || from == null ? server.place(server.produced()) : null;
  }

  /** Whether a loop is alive that has no poll out, and so is not told of a restart. */
  boolean anyBetweenPolls() {
    return loops.keySet().stream().anyMatch(poll -> !poll.isAtServer());
  }

  void closed(SimPoll poll) {
    loops.remove(poll);
  }
}
