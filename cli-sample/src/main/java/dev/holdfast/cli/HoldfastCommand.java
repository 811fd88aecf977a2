package dev.holdfast.cli;

import dev.holdfast.cli.demo.DemoCommand;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** {@code holdfast} itself: its help and its version. All else is in its subcommands. */
@Command(
    name = "holdfast",
    sortOptions = false,
    versionProvider = HoldfastCommand.Version.class,
    customSynopsis = {
      "holdfast [tail] [OPTIONS] URL             print events, and keep them up",
      "       holdfast send [OPTIONS] URL [MESSAGE...]  send arguments, or lines",
      "       holdfast demo [OPTIONS]                   survive a hostile server",
    },
    commandListHeading = "",
    footer = {
      "",
      "Exit status: 0 end of stream, limit reached or standard output closed;",
      "1 gave up; 2 usage; 3 credentials refused; 4 gave up on a broken protocol;",
      "128 + the number of the signal that ended it: 130 for Ctrl-C.",
      "",
      "Colours are for terminals only; NO_COLOR=1 turns them off.",
      "",
      "Examples:",
      "  holdfast https://example.com/events",
      "  holdfast -n 10 -o json https://example.com/events | jq -r .data",
      "  holdfast -e trade --bearer-file token https://example.com/feed",
      "  holdfast -v --for 1m --last-event-id 42 https://example.com/events",
      "  holdfast --cursor-file trades.id -o json https://example.com/feed >>trades",
      "  holdfast -t long-poll --dialect nchan https://example.com/sub",
      "  holdfast -t websocket -t sse wss://example.com/feed",
      "  holdfast --no-reconnect -o data -d '{\"q\":\"hi\"}' https://example.com/chat",
      "  holdfast send https://example.com/room hello",
      "  holdfast demo",
    })
final class HoldfastCommand {
  /** What is left alone in front of the arguments; in front of all else stands an unsaid "tail". */
  private static final List<String> FIRST =
      List.of(
          TailCommand.NAME, SendCommand.NAME, DemoCommand.NAME, "-h", "--help", "-V", "--version");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help; holdfast send --help and demo --help show more.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  /** Returns the arguments with the default command in front, if they name none. */
  static String[] withCommand(String[] args) {
    if (args.length > 0 && FIRST.contains(args[0])) {
      return args;
    }
    List<String> all = new ArrayList<>(List.of(TailCommand.NAME));
    all.addAll(List.of(args));
    return all.toArray(new String[0]);
  }

  /** Reads the version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = HoldfastCommand.class.getPackage().getImplementationVersion();
      return new String[] {"holdfast " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
