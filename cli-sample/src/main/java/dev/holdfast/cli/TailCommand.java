package dev.holdfast.cli;

import dev.holdfast.cli.options.EventOptions;
import dev.holdfast.cli.options.UsageException;
import dev.holdfast.cli.output.Terminal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast tail URL}. */
@Command(
    name = TailCommand.NAME,
    sortOptions = false,
    customSynopsis = "holdfast [tail] [OPTIONS] URL",
    description = "Print the events of a stream, and keep it flowing.",
    parameterListHeading = "%n",
    footer = {"", "Exit status, and examples: holdfast --help"})
final class TailCommand extends StreamCommand {
  static final String NAME = "tail";

  @Parameters(arity = "0..*", paramLabel = "URL", description = "Where the stream is.")
  private List<String> urls = new ArrayList<>();

  @Mixin(name = "Which events to print:")
  private EventOptions events = new EventOptions();

  TailCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    StreamSetup setup =
        setup(url(), false, request -> request, event -> events.wants(event.type()));
    return new Tail(setup).run();
  }

  private String url() {
    List<String> left = new ArrayList<>(urls);
    if (!left.isEmpty() && left.get(0).equals(NAME)) {
      left.remove(0); // It came after options: holdfast -v tail URL.
    }
    if (left.size() > 1 && left.get(0).equals(SendCommand.NAME)) {
      throw new UsageException("send comes first: holdfast send [OPTIONS] URL [MESSAGE...]");
    }
    if (left.size() != 1) {
      throw new UsageException(
          left.isEmpty()
              ? "no URL (holdfast --help shows what to write)"
              : "one URL expected, but there are " + left.size() + " arguments");
    }
    return left.get(0);
  }
}
