package dev.holdfast.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Lists options in sections, aligned. (Argument groups do that too, but forget repeated ones.) */
final class TailHelp {
  private TailHelp() {}

  /**
   * Returns the options of the tail and those of the help's own command.
   *
   * @param tail the tail, whose mixins are the sections, named by their headings
   * @param help the help that they become part of
   */
  static String options(CommandSpec tail, Help help) {
    StringBuilder text = new StringBuilder();
    tail.mixins()
        .forEach(
            (heading, section) ->
                text.append('\n')
                    .append(heading)
                    .append('\n')
                    .append(table(section.options(), tail, help)));
    List<OptionSpec> own = new ArrayList<>(help.commandSpec().options());
    tail.mixins().values().forEach(section -> own.removeAll(section.options()));
    return text.append('\n').append(table(own, tail, help)).toString();
  }

  private static String table(List<OptionSpec> options, CommandSpec tail, Help help) {
    Help.Layout layout = help.createDefaultLayout(tail.options(), List.of(), help.colorScheme());
    layout.addOptions(options, help.parameterLabelRenderer());
    return layout.toString();
  }
}
