package dev.holdfast.cli.output;

import dev.holdfast.AttemptReport;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.TransportType;
import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalTime;

/** One line for each thing that happens, for people. */
public final class VerboseStatus implements Status {
  private final PrintStream err;
  private final Colours colours;
  private final Clock clock;

  /** Creates a status that reads the time of day from the clock. */
  public VerboseStatus(PrintStream err, Colours colours, Clock clock) {
    this.err = err;
    this.colours = colours;
    this.clock = clock;
  }

  @Override
  public void opened(ConnectionInfo connection) {
    say(
        "open",
        connection.transport().label()
            + ", "
            + connection.protocol()
            + " "
            + connection.statusCode()
            + ", attempt "
            + connection.attempt());
  }

  @Override
  public void handedOver(TransportType from, ConnectionInfo to) {
    say("handover", from + " → " + to.transport() + ", attempt " + to.attempt());
  }

  @Override
  public void attemptEnded(AttemptReport report) {
    say("attempt", AttemptWords.attempt(report));
    if (AttemptWords.isFallback(report)) {
      say("fallback", AttemptWords.fallback(report));
    }
  }

  @Override
  public void retrying(RetryInfo retry) {
    say("retry", StatusWords.retry(retry));
  }

  @Override
  public void gap(Gap gap) {
    say("gap", StatusWords.gap(gap));
  }

  @Override
  public void warning(String message) {
    err.println(Visible.line("holdfast: " + message));
  }

  @Override
  public void sent(SendReport report, Closing closing) {
    String words = SendWords.report(report, closing);
    if (SendWords.isFailure(report, closing)) {
      warning(words);
    } else {
      say("sent", words);
    }
  }

  @Override
  public void closed(Closing closing) {
    if (closing.failed()) {
      say("closed", closing.reason());
      err.println(Visible.line("holdfast: " + closing.message()));
    } else {
      say("closed", closing.message());
    }
  }

  private void say(String kind, String message) {
    String line = "* " + LocalTime.now(clock).format(TextFormat.TIME) + " " + kind + ": " + message;
    err.println(colours.dim(Visible.line(line)));
  }
}
