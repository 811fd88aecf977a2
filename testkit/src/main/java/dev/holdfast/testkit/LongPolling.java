package dev.holdfast.testkit;

import java.time.Duration;

/**
 * How a stream answers long polls: {@code GET path?after={cursor}&timeout={seconds}} with an {@code
 * Accept} that makes it {@link Served#LONG_POLL}, of any method. The cursor may come in {@code
 * Last-Event-ID} instead; {@code after} wins. The answer is
 *
 * <pre>{@code
 * {"events":[{"id":"42","type":"trade","data":"…"}],"nextCursor":"42"}
 * }</pre>
 *
 * with the events that lie after the cursor, or as soon as there is one. If none comes in time, the
 * answer is {@linkplain #emptyAnswer empty}.
 *
 * <p>{@code nextCursor} is the ID of the last event that the answer goes up to, or {@code @} and a
 * position where that event has no ID or there is none; the stream knows both as a cursor.
 *
 * <p>Thread-safe. Settings return this and hold for polls that arrive later.
 */
public final class LongPolling {
  private final String path;
  private final Gauge held = new Gauge();
  private volatile Duration hold = Duration.ofSeconds(25);
  private volatile EmptyAnswer emptyAnswer = EmptyAnswer.NO_CONTENT;
  private volatile int maxEvents = 100;
  private volatile boolean nextCursor = true;
  private volatile boolean gaps;
  private volatile String typeKey = "type";

  LongPolling(String path) {
    this.path = path;
  }

  /**
   * Holds a poll for which there is nothing up to this time, or up to the {@code timeout} (in
   * seconds) that it asks for if that is shorter; 25 s by default. Zero answers at once: a server
   * that does not hold.
   */
  public LongPolling hold(Duration atMost) {
    if (atMost.isNegative()) {
      throw new IllegalArgumentException("atMost < 0: " + atMost);
    }
    hold = atMost;
    return this;
  }

  /**
   * How a poll is answered for which nothing has come; {@link EmptyAnswer#NO_CONTENT} by default.
   * Only {@link EmptyAnswer#EMPTY_LIST} tells the client a position: without it, a client that
   * polls {@linkplain EventLog#startFromNow from now} and has no cursor yet misses what is
   * published between two of its polls.
   */
  public LongPolling emptyAnswer(EmptyAnswer kind) {
    emptyAnswer = kind;
    return this;
  }

  /** Events in one answer, at most; 100 by default, at least 1. */
  public LongPolling maxEvents(int events) {
    if (events < 1) {
      throw new IllegalArgumentException("events < 1: " + events);
    }
    maxEvents = events;
    return this;
  }

  /**
   * Whether answers carry {@code nextCursor}; true by default. Without it an event that has no ID
   * leaves the client no cursor, and it gets that event again.
   */
  public LongPolling nextCursor(boolean sent) {
    nextCursor = sent;
    return this;
  }

  /**
   * Whether the answer to a cursor that has fallen out of {@link Replay#ring} with events after it
   * carries {@code "gap":{"from":"…","to":"…"}}: from the cursor to the oldest event that is left;
   * false by default. A cursor that never existed is the same to a ring that has lost events.
   */
  public LongPolling gaps(boolean reported) {
    gaps = reported;
    return this;
  }

  /** The key of an event's type; {@code type} by default, {@code event} on some servers. */
  public LongPolling typeKey(String name) {
    typeKey = name;
    return this;
  }

  /**
   * How many polls are being held: nothing has come for them, and their time is not over. A client
   * that left is noticed within some 250 ms, over HTTP/2 only if it closes the connection.
   */
  public int held() {
    return held.value();
  }

  /**
   * Waits until exactly {@code count} polls are being held. What is published then is their answer.
   *
   * @throws AssertionError if that does not happen within {@code timeout}
   */
  public void awaitHeld(int count, Duration timeout) throws InterruptedException {
    if (!held.await(count, timeout)) {
      throw new AssertionError(
          path + " holds " + held.value() + " polls after " + timeout + ", not " + count);
    }
  }

  void heldChanged(int change) {
    held.add(change);
  }

  Duration hold() {
    return hold;
  }

  EmptyAnswer emptyAnswer() {
    return emptyAnswer;
  }

  int maxEvents() {
    return maxEvents;
  }

  boolean sendsNextCursor() {
    return nextCursor;
  }

  boolean reportsGaps() {
    return gaps;
  }

  String typeKey() {
    return typeKey;
  }
}
