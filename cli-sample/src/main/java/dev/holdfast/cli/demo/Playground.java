package dev.holdfast.cli.demo;

import dev.holdfast.cli.demo.Scene.OnTheWire;
import dev.holdfast.testkit.ConnectionInfo;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.util.List;

/**
 * A stream for other clients to try themselves on: every connection breaks after a while, and one
 * poll in ten, each time in another way.
 */
final class Playground implements AutoCloseable {
  static final String PATH = "/events";

  private static final int EVENTS_UNTIL_BREAK = 5 * Producer.EVENTS_PER_SECOND;

  private static final int POLLS_UNTIL_BREAK = 10;
  private static final List<Fault> OF_POLLS =
      List.of(Fault.resetInsteadOfAnswer(), Fault.eofAfterBytes(20), Fault.status(502));

  private final EventLog log;
  private final List<OnTheWire> breakages;
  private final Producer producer;

  Playground(StreamServer server, List<Scene> scenes) {
    this.breakages =
        scenes.stream()
            .map(Scene::breakage)
            .filter(OnTheWire.class::isInstance)
            .map(OnTheWire.class::cast)
            .toList();
    this.log = server.stream(PATH).faults(this::next);
    this.producer = new Producer(log, n -> {});
    producer.start();
  }

  private Fault next(ConnectionInfo connection) {
    if (connection.served() == Served.LONG_POLL) {
      int polls = connection.numberOfKind();
      return polls % POLLS_UNTIL_BREAK == 0
          ? OF_POLLS.get(polls / POLLS_UNTIL_BREAK % OF_POLLS.size())
          : Fault.none();
    }
    OnTheWire breakage = breakages.get(connection.numberOfKind() % breakages.size());
    long published = log.published();
    long first = cursor(connection, published) + 1;
    return breakage
        .fault()
        .apply(breakage.spot().bytes(first, Math.max(first, published) + EVENTS_UNTIL_BREAK));
  }

  private static long cursor(ConnectionInfo connection, long published) {
    String cursor = connection.lastEventId();
    if (cursor == null) {
      return published;
    }
    return cursor.matches("[1-9][0-9]{0,8}") ? Math.min(Long.parseLong(cursor), published) : 0;
  }

  @Override
  public void close() throws InterruptedException {
    producer.close();
  }
}
