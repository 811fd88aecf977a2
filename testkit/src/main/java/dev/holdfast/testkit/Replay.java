package dev.holdfast.testkit;

/**
 * What a stream sends to a request that carries a {@code Last-Event-ID}: an honest server's resume,
 * or one of the ways in which real servers differ. Immutable.
 *
 * <p>An ID that the stream does not know (any more) is answered from the start of what it retains.
 * Where an ID was used more than once, its last use counts.
 */
public final class Replay {
  enum Kind {
    EXACT,
    EXTRA,
    LIVE_ONLY,
    FROM_START
  }

  final Kind kind;

  /** How many events are sent again, cursor included; 0 but for {@link Kind#EXTRA}. */
  final int extra;

  /** How many events are retained. */
  final int retained;

  private Replay(Kind kind, int extra, int retained) {
    this.kind = kind;
    this.extra = extra;
    this.retained = retained;
  }

  /** Everything after the cursor, once: {@code Last-Event-ID: 41} is answered by 42, 43, … */
  public static Replay exact() {
    return new Replay(Kind.EXACT, 0, Integer.MAX_VALUE);
  }

  /**
   * First sends again the last {@code events} events up to and including the cursor, then all after
   * it: duplicates on every resume. 0 is {@link #exact()}.
   */
  public static Replay extra(int events) {
    return new Replay(Kind.EXTRA, atLeast(0, events), Integer.MAX_VALUE);
  }

  /** Ignores the cursor and sends what is published from now on: a resume loses events. */
  public static Replay liveOnly() {
    return new Replay(Kind.LIVE_ONLY, 0, Integer.MAX_VALUE);
  }

  /** Ignores the cursor and sends the whole stream, to a request without a cursor too. */
  public static Replay fromStart() {
    return new Replay(Kind.FROM_START, 0, Integer.MAX_VALUE);
  }

  /**
   * Exact, but only the last {@code events} events are retained (at least 1): a client that stayed
   * away for longer loses events.
   */
  public static Replay ring(int events) {
    return new Replay(Kind.EXACT, 0, atLeast(1, events));
  }

  private static int atLeast(int minimum, int events) {
    if (events < minimum) {
      throw new IllegalArgumentException("events < " + minimum + ": " + events);
    }
    return events;
  }

  @Override
  public String toString() {
    String bound = retained == Integer.MAX_VALUE ? "" : " of the last " + retained;
    return kind == Kind.EXTRA ? "EXTRA(" + extra + ")" : kind + bound;
  }
}
