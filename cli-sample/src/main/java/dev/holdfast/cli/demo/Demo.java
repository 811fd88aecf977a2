package dev.holdfast.cli.demo;

import dev.holdfast.Backoff;
import dev.holdfast.HeartbeatPolicy;
import dev.holdfast.SendSettings;
import dev.holdfast.StreamRequest;
import dev.holdfast.cli.demo.Scene.Stage;
import dev.holdfast.cli.output.Terminal;
import dev.holdfast.cli.output.TextFormat;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One performance of the script: a server, a client, and the count of what came through. */
final class Demo {
  static final String PATH = "/demo";

  /** For what a loaded machine makes of the script. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final StreamServer server;
  private final Terminal terminal;
  private final Narrator narrator;

  Demo(StreamServer server, Terminal terminal, Narrator narrator) {
    this.server = server;
    this.terminal = terminal;
    this.narrator = narrator;
  }

  /**
   * Plays.
   *
   * @param scenes what happens to the stream
   * @param time how long it takes, roughly
   * @return whether every event and every message came through, once
   */
  boolean play(List<Scene> scenes, Duration time) throws InterruptedException, IOException {
    EventLog log = server.stream(PATH).startFromBeginning();
    Ledger ledger = new Ledger();
    Witness witness;
    Chat.Audit chatted;
    try (Backstagehand backstage = new Backstagehand(narrator);
        Chat chat = new Chat(log, narrator);
        App app = new App(request(), chat)) {
      Duration each = time.dividedBy(Math.max(1, scenes.size()));
      Stage stage = new Stage(server, log, each, app);
      Director director = new Director(scenes, stage, backstage);
      TextFormat format = new TextFormat(terminal.outColours(), terminal.clock());
      witness = new Witness(app, ledger, director, narrator, terminal.out(), format);
      log.faults(director::next);
      try (Producer producer = new Producer(log, director::published)) {
        app.start(null, witness);
        producer.start();
        awaitLastScene(witness, time);
      }
      witness.checkOutput();
      chat.end();
      end(witness, ledger, log);
      chatted = chat.audit();
    }
    witness.checkOutput();
    return report(chatted, ledger.audit(log.published()));
  }

  /**
   * Impatient, for a demo: outages last for fractions of a second here, and events come so often
   * that two seconds without one mean that the connection is dead.
   */
  private StreamRequest request() {
    Backoff backoff =
        Backoff.builder().base(Duration.ofMillis(200)).cap(Duration.ofSeconds(1)).build();
    return StreamRequest.builder(server.url(PATH))
        .backoff(backoff)
        .heartbeat(HeartbeatPolicy.fixed(Duration.ofSeconds(2)))
        .proofTimeout(Duration.ofSeconds(1))
        .sending(SendSettings.builder().upgradeGrace(Duration.ofMillis(300)).build())
        .build();
  }

  private void end(Witness witness, Ledger ledger, EventLog log) throws InterruptedException {
    if (witness.polls()) {
      if (!awaitNothingLeft(ledger, log)) {
        narrator.broke("the last event does not come");
      }
      narrator.say("The app stops: a poll finds nothing more.");
    } else {
      witness.announceFinale();
      log.end();
      if (!witness.awaitOver(PATIENCE.toSeconds())) {
        narrator.broke("the stream does not come to its end");
      }
    }
  }

  /** Long polling has no sign for the end of a stream; a poll that is held has all there is. */
  private static boolean awaitNothingLeft(Ledger ledger, EventLog log) throws InterruptedException {
    long lastCall = System.nanoTime() + PATIENCE.toNanos();
    while (ledger.last() < log.published() || log.longPolling().held() == 0) {
      if (System.nanoTime() > lastCall) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }

  private static void awaitLastScene(Witness witness, Duration time) throws InterruptedException {
    long start = System.nanoTime();
    long end = time.toNanos();
    long lastCall = time.plus(PATIENCE).toNanos();
    while (!witness.isOver()) {
      long now = System.nanoTime() - start;
      if (now >= end && (witness.hasSurvivedAll() || now >= lastCall)) {
        return;
      }
      Thread.sleep(20);
    }
  }

  private boolean report(Chat.@Nullable Audit chatted, Ledger.Audit audit) throws IOException {
    terminal.out().write((chatted == null ? "" : chatted + "\n") + audit + "\n");
    return audit.isClean() && (chatted == null || chatted.isClean());
  }
}
