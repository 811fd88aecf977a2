package dev.holdfast.cli.demo;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
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
 * @param proxy what every event stream meets from then on; null where that does not change
 */
record Scene(
    String title, Breakage breakage, List<Fault> answers, int replayed, @Nullable Fault proxy) {

  Scene(String title, Breakage breakage) {
    this(title, breakage, List.of(), 0, null);
  }

  /** Returns a scene in which the app starts again behind a proxy that does this. */
  static Scene behindProxy(String title, Fault proxy) {
    return new Scene(title, new Backstage(stage -> stage.restartApp().run()), List.of(), 0, proxy);
  }

  /** Returns this scene with requests that fail before one succeeds. */
  Scene answering(Fault... faults) {
    return new Scene(title, breakage, List.of(faults), replayed, proxy);
  }

  /** Returns this scene with a server that repeats events. */
  Scene replaying(int events) {
    return new Scene(title, breakage, answers, events, proxy);
  }

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
   * @param restartApp makes the app start again, at the position that it has reached
   */
  record Stage(StreamServer server, EventLog log, Duration time, Runnable restartApp) {}
}
