package dev.holdfast.cli.output;

import dev.holdfast.AttemptReport;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Only what a person has to know: failure; and, beside text, losses, longer outages and a fallback.
 */
public final class BriefStatus implements Status {
  private final PrintStream err;
  private final boolean besideText;

  private boolean everOpen;

  /** Why the stream goes by another transport than it would; told once that one works. */
  private @Nullable AttemptReport fallback;

  private boolean fallbackTold;

  /**
   * Creates a status.
   *
   * @param err where to
   * @param besideText whether a person reads the events too, rather than a program
   */
  public BriefStatus(PrintStream err, boolean besideText) {
    this.err = err;
    this.besideText = besideText;
  }

  @Override
  public void opened(ConnectionInfo connection) {
    everOpen = true;
    AttemptReport report = fallback;
    if (besideText
        && !fallbackTold
        && report != null
        && report.nextTransport() == connection.transport()) {
      fallbackTold = true;
      say(AttemptWords.fellBack(report));
    }
  }

  @Override
  public void attemptEnded(AttemptReport report) {
    fallback = report.next() == AttemptReport.Next.FALL_BACK ? report : null;
  }

  /** One line an outage, and none for a server that ends its connections now and then. */
  @Override
  public void retrying(RetryInfo retry) {
    if (besideText && everOpen && retry.failures() == 1 && !isBrokenProtocol(retry.cause())) {
      say(retry.cause().getMessage() + "; reconnecting");
    }
  }

  /** That is rather a wrong URL than an outage: what is said at the end will do. */
  private static boolean isBrokenProtocol(StreamException cause) {
    return switch (cause.reason()) {
      case PROTOCOL, LINE_TOO_LONG, EVENT_TOO_LARGE -> true;
      default -> false;
    };
  }

  @Override
  public void gap(Gap gap) {
    if (besideText) {
      say(StatusWords.gap(gap));
    }
  }

  @Override
  public void warning(String message) {
    say(message);
  }

  @Override
  public void closed(Closing closing) {
    if (closing.failed()) {
      say(closing.message());
    }
  }

  private void say(String message) {
    err.println(Visible.line("holdfast: " + message));
  }
}
