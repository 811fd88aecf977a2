package dev.holdfast.internal.sim;

import dev.holdfast.TransportType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A server that numbers its events; what it writes on them, and keeps, is its kind's. */
final class SimServer {
  /** An event. Its number tells the oracle which one it is; the client never sees it as such. */
  record Entry(int number, @Nullable String id, @Nullable String cursorAfter, String data) {}

  /** An answer to a poll. */
  record Answer(List<Entry> events, @Nullable String nextCursor, boolean reportsGap) {}

  private final World world;
  final ServerKind kind;
  final SimPolls polls;
  private final List<Entry> kept = new ArrayList<>();
  private final Set<SimConnection> live = new LinkedHashSet<>();
  private int produced;
  private int counter;
  private @Nullable String cursor;
  private int batchLeft;
  private long downUntil;
  private int restarts;

  /** How often it restarted while a poll loop had no poll out. */
  int unnoticedRestarts;

  SimServer(World world, ServerKind kind) {
    this.world = world;
    this.kind = kind;
    this.cursor = startCursor();
    this.polls = new SimPolls(world, this);
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
    new ArrayList<>(live).forEach(client -> client.produced(entry));
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
    listen(attempt);
    return isLive(from) ? List.of() : after(from, Integer.MAX_VALUE);
  }

  /** A client hears from now of what is produced. */
  void listen(SimConnection client) {
    live.add(client);
  }

  /** Whether a client that asks from there is sent only what is new. */
  boolean isLive(@Nullable String from) {
    return switch (kind) {
      case FROM_THE_START -> false;
      case LIVE_ONLY -> true;
      case CONSTANT_ID -> !isPlace(from);
      case COUNTER_RESTARTS -> from == null || (!from.equals("0") && find(from) < 0);
      default -> from == null;
    };
  }

  /**
   * What it says of that to those whom it greets. Some know; others say yes to everyone, as do
   * those that send all there is.
   */
  boolean saysResumed(@Nullable String from) {
    if (from == null || !polls.helps) {
      return from != null;
    }
    return switch (kind) {
      case LIVE_ONLY, CONSTANT_ID -> false;
      case RING_OF_30 -> !hasOverwritten(from);
      case COUNTER_RESTARTS -> !isLive(from);
      default -> true;
    };
  }

  /** What a client is sent that asks from there: no more new events than the limit. */
  List<Entry> after(@Nullable String from, int limit) {
    int place = after(from);
    int end = (int) Math.min(kept.size(), (long) place + limit);
    return new ArrayList<>(
        switch (kind) {
          case FROM_THE_START -> kept;
          case REPLAYS_UP_TO_20 -> kept.subList(Math.max(0, place - world.between(0, 20)), end);
          default -> kept.subList(place, end);
        });
  }

  /** Where one begins that has named no position, if this server says so. */
  @Nullable String startCursorOf(@Nullable String from) {
    boolean says = from == null && polls.nextCursor == SimPolls.NextCursor.PLACE;
    return says && isLive(null) ? place(produced()) : null;
  }

  /** A position of the server's own, after the event with this number. */
  String place(int number) {
    return "p" + restarts + "." + number;
  }

  static boolean isPlace(@Nullable String cursor) {
    return cursor != null && cursor.startsWith("p");
  }

  static int number(String place) {
    return Integer.parseInt(place.substring(place.indexOf('.') + 1));
  }

  /** Whether it can no longer continue from there, and says so. */
  boolean isGone(@Nullable String from) {
    if (kind != ServerKind.ANSWERS_410 || from == null || kept.isEmpty()) {
      return false;
    }
    return isOlder(from);
  }

  /** Whether events after that position are lost, and the server knows it. */
  boolean hasOverwritten(@Nullable String from) {
    return kind == ServerKind.RING_OF_30 && from != null && !kept.isEmpty() && isOlder(from);
  }

  private boolean isOlder(String from) {
    int number = isPlace(from) ? number(from) : Integer.parseInt(from);
    return number < kept.get(0).number() - 1;
  }

  private int after(@Nullable String from) {
    // Unknown: this server goes on from its oldest.
    return isLive(from) ? kept.size() : Math.max(0, find(from));
  }

  private int find(@Nullable String from) {
    if (from == null) {
      return -1;
    }
    if (isPlace(from)) {
      return from.startsWith("p" + restarts + ".") ? findAfter(number(from)) : -1;
    }
    for (int i = kept.size() - 1; i >= 0; i--) {
      if (from.equals(kept.get(i).cursorAfter()) && kept.get(i).id() != null) {
        return kind == ServerKind.SEVERAL_PER_ID ? endOfBatch(i) : i + 1;
      }
    }
    return -1;
  }

  private int findAfter(int number) {
    int place = 0;
    while (place < kept.size() && kept.get(place).number() <= number) {
      place++;
    }
    return place;
  }

  private int endOfBatch(int place) {
    int end = place + 1;
    while (end < kept.size() && kept.get(end).cursorAfter().equals(kept.get(place).cursorAfter())) {
      end++;
    }
    return end;
  }

  void closed(SimConnection client) {
    live.remove(client);
    if (client instanceof SimPoll poll) {
      polls.closed(poll);
    }
  }

  /** Something on the way ends every connection of a kind. */
  void resetAll(TransportType type) {
    for (SimConnection client : new ArrayList<>(live)) {
      if (client.type == type) {
        client.reset(world.between(0, 3));
      }
    }
  }

  void restart(int downMillis) {
    unnoticedRestarts += polls.anyBetweenPolls() ? 1 : 0;
    for (SimConnection client : new ArrayList<>(live)) {
      client.reset(world.between(0, 3));
    }
    live.clear();
    downUntil = world.millis() + downMillis;
    if (kind == ServerKind.COUNTER_RESTARTS) {
      kept.clear();
      restarts++;
      counter = 0;
      cursor = "0";
    }
  }

  /** Every connection there is dies at the client's end without a word. */
  void cutOff() {
    live.forEach(SimConnection::goSilent);
  }
}
