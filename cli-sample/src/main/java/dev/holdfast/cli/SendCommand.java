package dev.holdfast.cli;

import dev.holdfast.cli.options.SendOptions;
import dev.holdfast.cli.options.UsageException;
import dev.holdfast.cli.output.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast send URL}. */
@Command(
    name = SendCommand.NAME,
    sortOptions = false,
    customSynopsis = "holdfast send [OPTIONS] URL [MESSAGE...]",
    description = {
      "Send messages: the arguments, or else the lines of standard input. Each goes by",
      "WebSocket, or by POST where there is none, until the server acknowledges it."
    },
    parameterListHeading = "%n",
    footer = {
      "",
      "Exit status: 0 every message was acknowledged (by a raw WebSocket: handed off);",
      "1 not every one; 2 usage; 3 credentials refused; 4 gave up on a broken protocol;",
      "128 + the number of the signal that ended it: 130 for Ctrl-C.",
      "",
      "Examples:",
      "  holdfast send https://example.com/room hello \"how are you?\"",
      "  tail -f log | holdfast send --bearer-file token https://example.com/logs",
      "  holdfast send -f -o data wss://example.com/room",
      "  holdfast send --binary https://example.com/room <picture.png",
    })
final class SendCommand extends StreamCommand {
  static final String NAME = "send";

  @Parameters(index = "0", arity = "0..1", paramLabel = "URL", description = "Where the stream is.")
  private @Nullable String url;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "MESSAGE",
      description = "What to send; after -- it may begin with a hyphen.")
  private List<String> texts = new ArrayList<>();

  @Mixin(name = "What to send:")
  private SendOptions sending = new SendOptions();

  SendCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (url == null) {
      throw new UsageException("no URL (holdfast send --help shows what to write)");
    }
    if (!sending.follow()) {
      checkNothingToPrint();
    }
    StreamSetup setup = setup(url, true, sending::applyTo, sending.follow() ? event -> true : null);
    return new Send(setup, sending.messages(texts, terminal().in()), sending.follow()).run();
  }

  /** What would have no effect is a mistake. */
  private void checkNothingToPrint() {
    if (output().hasMaxEvents()) {
      throw new UsageException("--max-events counts printed events, which takes -f");
    }
    if (hasCursorFile()) {
      throw new UsageException("--cursor-file keeps the place of printed events, which takes -f");
    }
  }
}
