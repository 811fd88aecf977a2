package dev.holdfast.cli.options;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which events to print. */
public final class EventOptions {
  @Option(
      names = {"-e", "--event"},
      paramLabel = "TYPE",
      description = "Print events of this type only; repeatable.")
  private List<String> types = new ArrayList<>();

  /** Returns whether an event of this type is printed. */
  public boolean wants(String type) {
    return types.isEmpty() || types.contains(type);
  }
}
