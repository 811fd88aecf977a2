package dev.holdfast.cli.demo;

import dev.holdfast.cli.demo.Scene.Backstage;
import dev.holdfast.cli.demo.Scene.OnTheWire;
import dev.holdfast.cli.demo.Scene.Proxy;
import dev.holdfast.cli.demo.Scene.Stage;
import dev.holdfast.testkit.ConnectionInfo;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Replay;
import dev.holdfast.testkit.Served;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the script: each connection that gets the stream plays one scene, which
 * breaks it; after the last scene all goes well. Polls count as a connection until an event stream
 * is asked for. Asked by the server's threads, told by the producer's; thread-safe.
 */
final class Director {
  /** So that a scene begins with a few events, even when an outage took all of its time. */
  private static final int LEAST_EVENTS = 8;

  /** When in its time a scene breaks the connection. */
  private static final double BREAK_AT = 0.5;

  private final List<Scene> scenes;
  private final Stage stage;
  private final Backstagehand backstage;

  // All guarded by this.
  private final Queue<Fault> answers = new ArrayDeque<>();
  private int playing = -1;
  private int replayed;
  private long startedAt;
  private long breakAt;
  private @Nullable Scene due;
  private @Nullable Proxy proxy;

  /** Whether the audience knows what plays: a connection may take its time to be the stream's. */
  private boolean announced;

  /** Whether the proxy has stopped anything: it does not go before. */
  private boolean met;

  private @Nullable Served awaited;
  private boolean polling;
  private @Nullable String resumedFrom;

  Director(List<Scene> scenes, Stage stage, Backstagehand backstage) {
    this.scenes = scenes;
    this.stage = stage;
    this.backstage = backstage;
  }

  /** A request to the stream has come: what does it get? */
  synchronized Fault next(ConnectionInfo request) {
    if (request.served() == Served.SEND) {
      return Fault.none();
    }
    boolean goesOn = polling && request.served() == Served.LONG_POLL;
    polling = request.served() == Served.LONG_POLL;
    if (goesOn) {
      return Fault.none();
    }
    if (proxy != null && request.served() == proxy.stops()) {
      breakAt = met ? breakAt : Math.max(breakAt, stage.log().published() + LEAST_EVENTS);
      met = true;
      return proxy.fault();
    }
    if (awaited != null && request.served() != awaited) {
      resumedFrom = request.cursor();
      replayed = 0;
      return Fault.none();
    }
    awaited = null;
    Fault answer = answers.poll();
    if (answer != null) {
      return answer;
    }
    resumedFrom = request.cursor();
    replayed = playing < 0 || allPlayed() ? 0 : scenes.get(playing).replayed();
    startedAt = playing < 0 ? System.nanoTime() : startedAt;
    playing = Math.min(playing + 1, scenes.size());
    if (allPlayed()) {
      stage.log().replay(Replay.exact());
      return Fault.none();
    }
    return play(scenes.get(playing));
  }

  private Fault play(Scene scene) {
    announced = false;
    answers.addAll(scene.answers());
    stage.log().replay(scene.replayed() == 0 ? Replay.exact() : Replay.extra(scene.replayed()));
    breakAt = stage.log().published() + eventsUntilBreak();
    if (scene.breakage() instanceof OnTheWire wire) {
      long cursor = resumedFrom == null ? 0 : Long.parseLong(resumedFrom);
      return wire.fault().apply(wire.spot().bytes(cursor + 1 - replayed, breakAt));
    }
    due = scene;
    return Fault.none();
  }

  private long eventsUntilBreak() {
    long breakTime = (long) ((playing + BREAK_AT) * stage.time().toNanos());
    long left = breakTime - (System.nanoTime() - startedAt);
    long events = Producer.EVENTS_PER_SECOND * left / TimeUnit.SECONDS.toNanos(1);
    return Math.max(LEAST_EVENTS, events);
  }

  /** Event n was published. */
  synchronized void published(long n) {
    boolean isTime = n >= breakAt && announced && (proxy == null || met);
    if (due != null && isTime) {
      proxy = due.proxy();
      met = false;
      awaited = due.survivedBy();
      backstage.perform(((Backstage) due.breakage()).action(), stage);
      due = null;
    }
  }

  private boolean allPlayed() {
    return playing >= scenes.size();
  }

  /** Where the script is, as of the last connection that got the stream, for the audience. */
  synchronized Cue cue() {
    announced = true;
    String title = playing < 0 || allPlayed() ? null : scenes.get(playing).title();
    return new Cue(playing + 1, scenes.size(), title, resumedFrom, replayed);
  }

  /**
   * Where the script is.
   *
   * @param scene the number of the scene that plays, from 1
   * @param of how many there are
   * @param title its title; null when all have been played
   * @param resumedFrom the cursor that the client sent; null at the start
   * @param replayed how many events up to that cursor the server sent again
   */
  record Cue(
      int scene, int of, @Nullable String title, @Nullable String resumedFrom, int replayed) {}
}
