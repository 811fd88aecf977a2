package dev.holdfast.cli.demo;

import dev.holdfast.cli.options.Durations;
import dev.holdfast.cli.options.Ports;
import dev.holdfast.cli.options.UsageException;
import dev.holdfast.cli.output.Terminal;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast demo}. */
@Command(
    name = DemoCommand.NAME,
    sortOptions = false,
    customSynopsis = "holdfast demo [OPTIONS]",
    description = {
      "Start a server on this machine, break its stream in every way in turn, and",
      "count what comes through to a client. Ends with one line on standard output:",
      "produced N, received N, lost 0, duplicated 0",
      "and before it one of the messages that the client sent on its channel.",
    },
    footer = {"", "Exit status: 0 if those numbers are right, else 1; 130 interrupted."})
public final class DemoCommand implements Callable<Integer> {
  /** What the command line calls it. */
  public static final String NAME = "demo";

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "How long it takes, about (20s).")
  private Duration time = Duration.ofSeconds(20);

  @Option(
      names = "--serve",
      description =
          "Also serve a stream that breaks for clients of yours, by SSE, long polling and"
              + " WebSocket, and take what they send, until interrupted.")
  private boolean serve;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Ports.class,
      description = "Listen at this port of 127.0.0.1 (any that is free).")
  private int port;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  private final Terminal terminal;
  private final List<Scene> scenes;

  /** Creates the command with the script of the demo. */
  public DemoCommand(Terminal terminal) {
    this(terminal, Scenes.ALL);
  }

  DemoCommand(Terminal terminal, List<Scene> scenes) {
    this.terminal = terminal;
    this.scenes = scenes;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    Narrator narrator = new Narrator(terminal);
    try (StreamServer server = listen()) {
      return serve ? playAndServe(server, narrator) : play(server, narrator);
    } catch (IOException e) {
      if (terminal.out().hasLostReader(e)) {
        return 0; // Nobody is left to watch.
      }
      throw e;
    }
  }

  private StreamServer listen() {
    try {
      return StreamServer.builder().port(port).start();
    } catch (UncheckedIOException e) {
      String why = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
      throw new UsageException("--port: cannot listen at " + port + why);
    }
  }

  private int play(StreamServer server, Narrator narrator)
      throws InterruptedException, IOException {
    narrator.say(Producer.EVENTS_PER_SECOND + " events a second at " + server.url(Demo.PATH));
    return new Demo(server, terminal, narrator).play(scenes, time) ? 0 : 1;
  }

  private int playAndServe(StreamServer server, Narrator narrator)
      throws InterruptedException, IOException {
    try (Playground playground = new Playground(server, scenes)) {
      String url = server.url(Playground.PATH).toString();
      narrator.say("for your client until Ctrl-C: " + url);
      narrator.say("  or poll: curl -H 'Accept: application/json' '" + url + "?timeout=5'");
      narrator.say("  or by WebSocket: holdfast -t websocket " + url);
      narrator.say("  or talk to all who listen: holdfast send " + url + " hello");
      try {
        play(server, narrator);
      } catch (IOException e) {
        if (!terminal.out().hasLostReader(e)) {
          throw e;
        }
      }
      narrator.say("for your client until Ctrl-C: " + url);
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
