package dev.holdfast.cli.demo;

import dev.holdfast.cli.demo.Scene.OnTheWire;
import dev.holdfast.testkit.ConnectionInfo;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SentMessage;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.util.List;

/**
 * A stream for other clients to try themselves on: every connection breaks after a while, and one
 * poll or POST in ten, each time in another way. What they send becomes an event.
 */
final class Playground implements AutoCloseable {
  static final String PATH = "/events";

  private static final int EVENTS_UNTIL_BREAK = 5 * Producer.EVENTS_PER_SECOND;

  private static final String CHAT = "chat";

  private static final int REQUESTS_UNTIL_BREAK = 10;
  private static final List<Fault> OF_POLLS =
      List.of(Fault.resetInsteadOfAnswer(), Fault.eofAfterBytes(20), Fault.status(502));

  /** Two take the message and lose their answer: it comes again. */
  private static final List<Fault> OF_SENDS =
      List.of(Fault.resetAfterBytes(0), Fault.status(503), Fault.cutAfterBytes(0));

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
    log.sends().onAccepted(this::publish);
    this.producer = new Producer(log, n -> {});
    producer.start();
  }

  private Fault next(ConnectionInfo connection) {
    if (connection.served() == Served.LONG_POLL) {
      return oneInTen(connection, OF_POLLS);
    }
    if (connection.served() == Served.SEND) {
      return oneInTen(connection, OF_SENDS);
    }
    OnTheWire breakage = breakages.get(connection.numberOfKind() % breakages.size());
    long published = log.published();
    long first = cursor(connection, published) + 1;
    return breakage
        .fault()
        .apply(breakage.spot().bytes(first, Math.max(first, published) + EVENTS_UNTIL_BREAK));
  }

  private static Fault oneInTen(ConnectionInfo request, List<Fault> faults) {
    int requests = request.numberOfKind();
    return requests % REQUESTS_UNTIL_BREAK == 0
        ? faults.get(requests / REQUESTS_UNTIL_BREAK % faults.size())
        : Fault.none();
  }

  private void publish(SentMessage message) {
    synchronized (log) {
      log.publish(CHAT, message.data());
    }
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
