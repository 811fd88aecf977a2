package dev.holdfast.cli.options;

import dev.holdfast.cli.output.BriefStatus;
import dev.holdfast.cli.output.EventFormat;
import dev.holdfast.cli.output.JsonStatus;
import dev.holdfast.cli.output.RawFormat;
import dev.holdfast.cli.output.Status;
import dev.holdfast.cli.output.Terminal;
import dev.holdfast.cli.output.TextFormat;
import dev.holdfast.cli.output.VerboseStatus;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to print, and how much of it. */
public final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      converter = OutputForm.Reader.class,
      description =
          "text: for people (the default); json: one object a line; data: the data only;"
              + " raw: event-stream format.")
  private OutputForm form = OutputForm.TEXT;

  @Option(
      names = {"-n", "--max-events"},
      paramLabel = "N",
      converter = Counts.Positive.class,
      description = "End after N printed events.")
  private @Nullable Integer maxEvents;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "End after this time: 500ms, 5s, 2m, 1h.")
  private @Nullable Duration time;

  @Option(
      names = {"-v", "--verbose"},
      description =
          "Tell on standard error what happens to the connection; with -o json as JSON lines.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "Say nothing on standard error, failures included.")
  private boolean quiet;

  /** Returns whether there is a limit to the printed events. */
  public boolean hasMaxEvents() {
    return maxEvents != null;
  }

  /** Returns after how many printed events the command ends, if there is a limit. */
  public int maxEvents() {
    return Objects.requireNonNull(maxEvents);
  }

  /** Returns after which time the command ends, or null for no limit. */
  public @Nullable Duration time() {
    return time;
  }

  /** Returns a new writer of events. */
  public EventFormat format(Terminal terminal) {
    return switch (form) {
      case TEXT -> new TextFormat(terminal.outColours(), terminal.clock());
      case JSON -> EventFormat.json();
      case DATA -> EventFormat.data();
      case RAW -> new RawFormat();
    };
  }

  /**
   * Returns what tells about the connection.
   *
   * @param events whether events are printed
   */
  public Status status(Terminal terminal, boolean events) {
    if (verbose && quiet) {
      throw new UsageException("-v and -q contradict each other");
    }
    if (quiet) {
      return Status.silent();
    }
    if (!verbose) {
      return new BriefStatus(terminal.err(), form == OutputForm.TEXT, events);
    }
    return form == OutputForm.JSON
        ? new JsonStatus(terminal.err(), terminal.clock())
        : new VerboseStatus(terminal.err(), terminal.errColours(), terminal.clock());
  }
}
