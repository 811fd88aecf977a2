package dev.holdfast.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import dev.holdfast.cli.demo.DemoCommand;
import dev.holdfast.cli.options.UsageException;
import dev.holdfast.cli.options.UsageMessage;
import dev.holdfast.cli.output.Colours;
import dev.holdfast.cli.output.Terminal;
import dev.holdfast.cli.output.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;

/** Puts the commands together, runs one, and says what is wrong with a command line. */
final class Commands {
  private static final String GARBLED =
      "an argument has characters that this locale cannot express (LC_ALL=C.UTF-8 can)";

  private Commands() {}

  /** Runs the command and returns its exit status. Never exits the JVM. */
  static int run(String[] args, Terminal terminal) {
    // A later option wins over an earlier one, without the warning.
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    if (Arrays.stream(args).anyMatch(Commands::isGarbled)) {
      return say(GARBLED, terminal, ExitCode.USAGE);
    }
    StringWriter help = new StringWriter();
    CommandLine line = create(terminal).setOut(new PrintWriter(help));
    int exitCode = line.execute(HoldfastCommand.withCommand(args));
    return help.getBuffer().length() == 0 ? exitCode : print(help.toString(), terminal, exitCode);
  }

  /** Java decodes arguments by the locale, and puts this character where it cannot. */
  private static boolean isGarbled(String argument) {
    return argument.indexOf('\ufffd') >= 0;
  }

  private static CommandLine create(Terminal terminal) {
    CommandLine tail = new CommandLine(new TailCommand(terminal));
    CommandLine send = new CommandLine(new SendCommand(terminal));
    CommandLine root =
        new CommandLine(new HoldfastCommand())
            .addSubcommand(tail)
            .addSubcommand(send)
            .addSubcommand(new DemoCommand(terminal));
    IHelpSectionRenderer options = help -> TailHelp.options(tail.getCommandSpec(), help);
    tail.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, options);
    send.getHelpSectionMap()
        .put(SECTION_KEY_OPTION_LIST, help -> TailHelp.options(send.getCommandSpec(), help));
    root.getHelpSectionMap().put(SECTION_KEY_OPTION_LIST, options);
    root.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, help -> "");
    Help.Ansi ansi = terminal.outColours() == Colours.ON ? Help.Ansi.ON : Help.Ansi.OFF;
    return root.setColorScheme(Help.defaultColorScheme(ansi))
        .setExpandAtFiles(false) // -d @name is a body, not a file of options.
        .setOverwrittenOptionsAllowed(true)
        .setParameterExceptionHandler(
            (e, args) -> say(UsageMessage.of(e), terminal, ExitCode.USAGE))
        .setExecutionExceptionHandler((e, command, parsed) -> fail(e, terminal));
  }

  private static int print(String text, Terminal terminal, int exitCode) {
    try {
      terminal.out().write(text);
      return exitCode;
    } catch (IOException e) {
      return endOfOutput(e, terminal);
    }
  }

  /** Standard output is all that a command lets an IOException out of. */
  private static int endOfOutput(IOException e, Terminal terminal) {
    if (terminal.out().hasLostReader(e)) {
      return ExitCode.OK;
    }
    return say(Ending.cannotWrite(e).closing().message(), terminal, ExitCode.GAVE_UP);
  }

  private static int fail(Exception e, Terminal terminal) {
    if (e instanceof UsageException) {
      return say(String.valueOf(e.getMessage()), terminal, ExitCode.USAGE);
    }
    if (e instanceof InterruptedException) {
      return ExitCode.INTERRUPTED;
    }
    if (e instanceof IOException) {
      return endOfOutput((IOException) e, terminal);
    }
    return say("internal error: " + e, terminal, ExitCode.GAVE_UP);
  }

  private static int say(String message, Terminal terminal, int exitCode) {
    terminal.err().println(Visible.line("holdfast: " + message));
    return exitCode;
  }
}
