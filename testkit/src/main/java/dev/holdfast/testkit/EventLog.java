package dev.holdfast.testkit;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream: an append-only log of events, served at one path, as each request asks as Server-Sent
 * Events, by {@linkplain #longPolling long polling} or by {@linkplain #webSockets WebSocket}, to
 * any number of clients, each from its own cursor; it takes {@linkplain #sends messages}, too. It
 * outlives the connections and the server's restarts.
 *
 * <p>Thread-safe; publishing never waits for a client. Settings return this and hold for requests
 * that arrive later, {@link #lineEnding} for what is published later.
 */
public final class EventLog {
  private final String path;
  private final Entries entries = new Entries();
  private final FaultPlan faults = new FaultPlan();
  private final Gauge subscribers = new Gauge();
  private final LongPolling longPolling;
  private final WebSockets webSockets;
  private final Sends sends;
  private volatile Replay replay = Replay.exact();
  private volatile boolean fromBeginning;
  private volatile Duration heartbeat = Duration.ZERO;
  private volatile LineEnding lineEnding = LineEnding.LF;
  private volatile int writeSize = 8192;

  EventLog(String path) {
    this.path = path;
    this.longPolling = new LongPolling(path);
    this.webSockets = new WebSockets(path);
    this.sends = new Sends(path);
  }

  /** The path that it is served at. */
  public String path() {
    return path;
  }

  /** Publishes an event with the next ID (1, 2, 3, …) and no type; returns the ID. */
  public String publish(String data) {
    return publish(Payload.text(data));
  }

  /** Publishes an event with the next ID (1, 2, 3, …); returns the ID. */
  public String publish(String type, String data) {
    return publish(type, Payload.text(data));
  }

  /**
   * Publishes an event. A null {@code id} or {@code type} leaves out its line; an empty one is sent
   * as an empty value. After an ID that is a number the default IDs go on from there.
   */
  public void publish(@Nullable String id, @Nullable String type, String data) {
    publish(id, type, Payload.text(data));
  }

  /** As {@link #publish(String)}, of text, JSON or bytes. */
  public String publish(Payload data) {
    return entries.addWithNextId(null, data, lineEnding);
  }

  /** As {@link #publish(String, String)}, of text, JSON or bytes. */
  public String publish(String type, Payload data) {
    return entries.addWithNextId(type, data, lineEnding);
  }

  /** As {@link #publish(String, String, String)}, of text, JSON or bytes. */
  public void publish(@Nullable String id, @Nullable String type, Payload data) {
    entries.addWithId(id, type, data, lineEnding);
  }

  /**
   * Sends a comment. Like all that is not an event it is logged and replayed in its place, and left
   * out of what long polls get.
   */
  public void comment(String text) {
    entries.add(Entry.comment(text, lineEnding));
  }

  /** Sends a {@code retry} field: the reconnection time in milliseconds. */
  public void retry(long millis) {
    entries.add(Entry.retry(millis, lineEnding));
  }

  /** Sends bytes as they are: half a line, a byte order mark, broken UTF-8. Not counted. */
  public void raw(byte[] bytes) {
    entries.add(Entry.raw(bytes));
  }

  /**
   * Ends the stream for good: open bodies end cleanly after all that was published, a later request
   * still gets its replay, and one that has nothing left to get is answered with 204, which tells
   * an event-stream client to stop. Long polling has no such sign: held polls, and later ones that
   * have nothing left to get, are answered empty at once. WebSockets are closed with 1000.
   */
  public void end() {
    entries.end();
  }

  /**
   * Ends the open bodies cleanly after all that was published so far, as a server does that rotates
   * its connections, and answers held polls empty; the stream goes on. WebSockets are closed with
   * 1001.
   */
  public void disconnect() {
    entries.disconnect();
  }

  /** What a request with a cursor gets; {@link Replay#exact()} by default. */
  public EventLog replay(Replay behaviour) {
    replay = behaviour;
    return this;
  }

  /** A request without a cursor gets all that is retained, then what follows. */
  public EventLog startFromBeginning() {
    fromBeginning = true;
    return this;
  }

  /** A request without a cursor gets what is published after its arrival; the default. */
  public EventLog startFromNow() {
    fromBeginning = false;
    return this;
  }

  /**
   * Sends an empty comment, on a WebSocket a heartbeat (raw and nchan's: a ping), on each
   * connection that was idle for {@code interval}; zero, the default, sends none.
   */
  public EventLog heartbeat(Duration interval) {
    if (interval.isNegative()) {
      throw new IllegalArgumentException("interval < 0: " + interval);
    }
    heartbeat = interval;
    return this;
  }

  /** How lines end from now on; {@link LineEnding#LF} by default. */
  public EventLog lineEnding(LineEnding ending) {
    lineEnding = ending;
    return this;
  }

  /** Bytes in one chunk and one write to the socket, at most; 8,192 by default, at least 1. */
  public EventLog writeSize(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes < 1: " + bytes);
    }
    writeSize = bytes;
    return this;
  }

  /** How long polls are answered. */
  public LongPolling longPolling() {
    return longPolling;
  }

  /** How WebSockets are served, and what is seen of them. */
  public WebSockets webSockets() {
    return webSockets;
  }

  /** What clients have sent, and what they hear of it. */
  public Sends sends() {
    return sends;
  }

  /** The next request that has none meets this fault; each enqueued fault meets one request. */
  public EventLog enqueue(Fault fault) {
    faults.enqueue(null, fault);
    return this;
  }

  /**
   * The next request of this kind that has none meets this fault. A request meets what was enqueued
   * first of all that is for it.
   */
  public EventLog enqueue(Served kind, Fault fault) {
    faults.enqueue(kind, fault);
    return this;
  }

  /**
   * The fault of each request that finds none enqueued. The function is called on the connection's
   * thread, for several requests at once; it must not stop the server. {@link Fault#none()} lets a
   * request pass. It replaces what was set before, for one kind of request too.
   */
  public EventLog faults(Function<? super ConnectionInfo, Fault> schedule) {
    faults.function(null, schedule);
    return this;
  }

  /** As {@link #faults(Function)}, for requests of this kind; others keep what they have. */
  public EventLog faults(Served kind, Function<? super ConnectionInfo, Fault> schedule) {
    faults.function(kind, schedule);
    return this;
  }

  /** How many events were published. */
  public long published() {
    return entries.events();
  }

  /** How many requests of this kind have come. */
  public int requestCount(Served kind) {
    return faults.requests(kind);
  }

  /** How many requests have come. */
  public int requestCount() {
    return faults.requests();
  }

  /**
   * How many responses are being streamed, WebSockets included; for polls see {@link
   * LongPolling#held}. A client that left is noticed at the next write, and without one within some
   * 250 ms (more above 500 clients). One that closes just its sending side counts as gone.
   */
  public int subscribers() {
    return subscribers.value();
  }

  /**
   * Waits until exactly {@code count} responses are being streamed.
   *
   * @throws AssertionError if that does not happen within {@code timeout}
   */
  public void awaitSubscribers(int count, Duration timeout) throws InterruptedException {
    if (!subscribers.await(count, timeout)) {
      throw new AssertionError(
          path
              + " has "
              + subscribers.value()
              + " subscribers after "
              + timeout
              + ", not "
              + count);
    }
  }

  Entries.Start startFor(@Nullable String cursor) {
    return entries.startFor(cursor, replay, fromBeginning);
  }

  Entries entries() {
    return entries;
  }

  Supplier<Fault> nextFault(SeenRequest request) {
    return faults.next(request);
  }

  List<String> faultsLeft() {
    return faults.left();
  }

  void subscribed(int change) {
    subscribers.add(change);
  }

  Duration heartbeatInterval() {
    return heartbeat;
  }

  LineEnding lineEndingInUse() {
    return lineEnding;
  }

  int writeSize() {
    return writeSize;
  }

  @Override
  public String toString() {
    return "EventLog " + path + " (" + published() + " events, " + subscribers() + " subscribers)";
  }
}
