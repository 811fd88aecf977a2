package dev.holdfast.cli.demo;

import dev.holdfast.cli.demo.Scene.Backstage;
import dev.holdfast.cli.demo.Scene.OnTheWire;
import dev.holdfast.cli.demo.Scene.Stage;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.Sends;
import dev.holdfast.testkit.Served;
import java.time.Duration;
import java.util.List;
import okhttp3.Headers;

/** The script of the demo. */
final class Scenes {
  /** A proxy's: it takes minutes to fill. */
  private static final long A_LARGE_BUFFER = 1 << 20;

  private static final Fault FORBIDDEN =
      Fault.status(
          403, Headers.of("Content-Type", "text/html"), "<!doctype html><title>Forbidden</title>");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static final List<Scene> ALL =
      List.of(
          new Scene(
              "the server resets the connection in the middle of an event",
              new OnTheWire(Spot.MID_EVENT, Fault::resetAfterBytes)),
          new Scene(
              "the server ends its response, as many do every few minutes",
              new OnTheWire(Spot.BEFORE_EVENT, Fault::eofAfterBytes)),
          new Scene(
              "a proxy closes the connection inside a UTF-8 character",
              new OnTheWire(Spot.MID_CHARACTER, Fault::cutAfterBytes)),
          new Scene(
              "the server goes down, and comes back at the same port",
              new Backstage(
                  stage -> {
                    stage.server().stop();
                    Thread.sleep(stage.time().toMillis() / 4);
                    stage.server().start();
                  })),
          new Scene(
                  "the server is overloaded: 503, Retry-After: 1",
                  new OnTheWire(Spot.BEFORE_EVENT, Fault::eofAfterBytes))
              .answering(Fault.retryAfter(503, 1)),
          new Scene(
                  "a server that resumes with the last 10 events again",
                  new OnTheWire(Spot.MID_EVENT, Fault::cutAfterBytes))
              .replaying(10),
          new Scene(
                  "a bad network: two resets and a 502 before an answer comes",
                  new OnTheWire(Spot.MID_EVENT, Fault::resetAfterBytes))
              .answering(
                  Fault.resetInsteadOfAnswer(), Fault.resetInsteadOfAnswer(), Fault.status(502)),
          new Scene(
              "the network goes dead without a word: only the silence tells",
              new OnTheWire(Spot.MID_EVENT, Fault::stallAfterBytes)),
          // Each takes a new start, with a client that has learned nothing.
          new Scene(
                  "the app restarts to chat, behind a proxy that forbids WebSocket (403): it posts",
                  new Backstage(stage -> stage.app().askToRestartWithChannel()))
              .behind(new Scene.Proxy(Served.WEBSOCKET, FORBIDDEN)),
          new Scene(
                  "the app comes to a network that allows it",
                  new Backstage(Scenes::allowWebSocket))
              .survivedBy(Served.WEBSOCKET),
          new Scene(
                  "the network resets the chat before the server's acknowledgements are through",
                  new Backstage(Scenes::loseAcknowledgements))
              .survivedBy(Served.WEBSOCKET),
          // The last ones: a stream that polls goes on polling. They take a new start, for where an
          // event stream has worked before, its refusal counts as an outage for half a minute.
          Scene.behindProxy(
              "the app restarts behind a proxy that rejects event streams (406): it polls",
              Fault.status(406)),
          Scene.behindProxy(
              "the app restarts behind a proxy that accepts them, and holds back what they bring",
              Fault.holdBytes(A_LARGE_BUFFER)));

  private Scenes() {}

  private static void allowWebSocket(Stage stage) throws InterruptedException {
    stage.log().sends().awaitMessages(3, PATIENCE); // By POST.
    stage.app().networkChanged("office");
  }

  /** What the server has and the app does not know comes again: by whatever way there is. */
  private static void loseAcknowledgements(Stage stage) throws InterruptedException {
    Sends sends = stage.log().sends();
    sends.replies(message -> Reply.held());
    try {
      sends.awaitHeld(3, PATIENCE);
      stage.server().resetConnections();
    } finally {
      sends.replies(message -> Reply.ack());
      sends.release(); // For the connections that there are by now.
    }
  }
}
