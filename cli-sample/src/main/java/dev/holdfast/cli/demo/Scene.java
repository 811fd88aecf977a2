package dev.holdfast.cli.demo;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One way to break a stream.
 *
 * @param title what happens, for the audience
 * @param breakage how the connection ends
 * @param answers what the next requests get instead of the stream, one each
 * @param replayed how many events the server sends again when it resumes
 * @param proxy what is on the way from then on; null for nothing
 * @param survivedBy the requests of which one goes on with the stream afterwards; null for any
 */
record Scene(
    String title,
    Breakage breakage,
    List<Fault> answers,
    int replayed,
    @Nullable Proxy proxy,
    @Nullable Served survivedBy) {

  Scene(String title, Breakage breakage) {
    this(title, breakage, List.of(), 0, null, null);
  }

  /**
   * Returns a scene in which the app starts again behind a proxy that does this to event streams.
   */
  static Scene behindProxy(String title, Fault fault) {
    Proxy proxy = new Proxy(Served.SSE, fault);
    return new Scene(title, new Backstage(stage -> stage.app().askToRestart())).behind(proxy);
  }

  /** Returns this scene with requests that fail before one succeeds. */
  Scene answering(Fault... faults) {
    return new Scene(title, breakage, List.of(faults), replayed, proxy, survivedBy);
  }

  /** Returns this scene with a server that repeats events. */
  Scene replaying(int events) {
    return new Scene(title, breakage, answers, events, proxy, survivedBy);
  }

  /** Returns this scene with a proxy on the way afterwards. */
  Scene behind(Proxy onTheWay) {
    return new Scene(title, breakage, answers, replayed, onTheWay, survivedBy);
  }

  /** Returns this scene, after which only such a request goes on with the script. */
  Scene survivedBy(Served kind) {
    return new Scene(title, breakage, answers, replayed, proxy, kind);
  }

  /**
   * What is between the app and the server.
   *
   * @param stops the requests that it does not like
   * @param fault what each of these meets
   */
  record Proxy(Served stops, Fault fault) {}

  /** How a connection ends. */
  sealed interface Breakage permits OnTheWire, Backstage {}

  /**
   * By its bytes: after so many of them.
   *
   * @param spot where in an event
   * @param fault what happens after a number of bytes
   */
  record OnTheWire(Spot spot, LongFunction<Fault> fault) implements Breakage {}

  /**
   * By something done to the server, or to the app.
   *
   * @param action what is done, once
   */
  record Backstage(Action action) implements Breakage {}

  /** Something done to the server or the app, on a thread of its own. */
  interface Action {
    void perform(Stage stage) throws InterruptedException;
  }

  /**
   * What an action can act on.
   *
   * @param server the server
   * @param log the stream
   * @param time how long a scene takes
   * @param app the app
   */
  record Stage(StreamServer server, EventLog log, Duration time, App app) {}
}
