package dev.holdfast.internal.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server that numbers its events; what it writes on them, and keeps, is its kind's. */
final class SimServer {
  /** An event. Its number tells the oracle which one it is; the client never sees it as such. */
  record Entry(int number, @Nullable String id, @Nullable String cursorAfter, String data) {}

  private final World world;
  final ServerKind kind;
  private final List<Entry> kept = new ArrayList<>();
  private final Set<SimAttempt> live = new LinkedHashSet<>();
  private int produced;
  private int counter;
  private @Nullable String cursor;
  private int batchLeft;
  private long downUntil;

  SimServer(World world, ServerKind kind) {
    this.world = world;
    this.kind = kind;
    this.cursor = startCursor();
  }

  /** The cursor that a client starts from so that it misses nothing; null where there is none. */
  @Nullable String startCursor() {
    return switch (kind) {
      case LIVE_ONLY, CONSTANT_ID -> null;
      default -> "0";
    };
  }

  int produced() {
    return produced;
  }

  boolean isDown() {
    return world.millis() < downUntil;
  }

  void produce() {
    produced++;
    String id = nextId();
    cursor = id == null ? cursor : id;
    Entry entry = new Entry(produced, id, cursor, "payload " + produced);
    kept.add(entry);
    boolean forgets = kind == ServerKind.RING_OF_30 || kind == ServerKind.ANSWERS_410;
    int keep = forgets ? 30 : Integer.MAX_VALUE;
    if (kept.size() > keep) {
      kept.remove(0);
    }
    for (SimAttempt attempt : new ArrayList<>(live)) {
      attempt.send(entry);
    }
  }

  private @Nullable String nextId() {
    return switch (kind) {
      case CONSTANT_ID -> "same";
      case SEVERAL_PER_ID -> {
        boolean first = batchLeft == 0;
        if (first) {
          counter++;
          batchLeft = world.between(1, 5);
        }
        batchLeft--;
        // Some write it on each event of the batch, some on the first alone.
        yield first || counter % 2 == 0 ? "" + counter : null;
      }
      case SPARSE_IDS -> ++counter % 3 == 1 ? "" + counter : null;
      default -> "" + ++counter;
    };
  }

  /** A client connects; returns what it is sent first. */
  List<Entry> open(SimAttempt attempt, @Nullable String from) {
    live.add(attempt);
    return new ArrayList<>(
        switch (kind) {
          case LIVE_ONLY, CONSTANT_ID -> List.<Entry>of();
          case FROM_THE_START -> kept;
          case REPLAYS_UP_TO_20 ->
              kept.subList(Math.max(0, after(from) - world.between(0, 20)), kept.size());
          default -> kept.subList(after(from), kept.size());
        });
  }

  /** Whether it can no longer continue from there, and says so. */
  boolean isGone(@Nullable String from) {
    if (kind != ServerKind.ANSWERS_410 || from == null || kept.isEmpty()) {
      return false;
    }
    return Integer.parseInt(from) < kept.get(0).number() - 1;
  }

  private int after(@Nullable String from) {
    if (from == null) {
      return kept.size();
    }
    for (int i = kept.size() - 1; i >= 0; i--) {
      if (from.equals(kept.get(i).cursorAfter()) && kept.get(i).id() != null) {
        return kind == ServerKind.SEVERAL_PER_ID ? endOfBatch(i) : i + 1;
      }
    }
    // Unknown: this server goes on from now if it has started to count again, else from its oldest.
    return kind == ServerKind.COUNTER_RESTARTS && !from.equals("0") ? kept.size() : 0;
  }

  private int endOfBatch(int place) {
    int end = place + 1;
    while (end < kept.size() && kept.get(end).cursorAfter().equals(kept.get(place).cursorAfter())) {
      end++;
    }
    return end;
  }

  void closed(SimAttempt attempt) {
    live.remove(attempt);
  }

  void restart(int downMillis) {
    for (SimAttempt attempt : new ArrayList<>(live)) {
      attempt.reset(world.between(0, 3));
    }
    live.clear();
    downUntil = world.millis() + downMillis;
    if (kind == ServerKind.COUNTER_RESTARTS) {
      kept.clear();
      counter = 0;
      cursor = "0";
    }
  }

  /** Every connection there is dies at the client's end without a word. */
  void cutOff() {
    for (SimAttempt attempt : live) {
      attempt.goSilent();
    }
  }
}
