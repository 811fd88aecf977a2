package dev.holdfast.cli.output;

import dev.holdfast.AttemptReport;
import dev.holdfast.ConnectionInfo;
import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import dev.holdfast.StreamException;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Only what a person has to know: failure; and, beside text, losses, longer outages and a fallback.
 */
public final class BriefStatus implements Status {
  private final PrintStream err;
  private final boolean besideText;
  private final boolean events;

  private boolean everOpen;

  /** Why the stream goes by another transport than it would; told once that one works. */
  private @Nullable AttemptReport fallback;

  private boolean fallbackTold;

  /** What carries the stream, or did before it was lost. */
  private @Nullable TransportType current;

  /**
   * Creates a status.
   *
   * @param err where to
   * @param besideText whether a person reads the events too, rather than a program
   * @param events whether it matters which events come, and how
   */
  public BriefStatus(PrintStream err, boolean besideText, boolean events) {
    this.err = err;
    this.besideText = besideText;
    this.events = events;
  }

  @Override
  public void opened(ConnectionInfo connection) {
    everOpen = true;
    current = connection.transport();
    tellFallback();
  }

  @Override
  public void handedOver(TransportType from, ConnectionInfo to) {
    opened(to);
  }

  /** An event stream is called muted only when a poll has taken its place. */
  @Override
  public void attemptEnded(AttemptReport report) {
    fallback = AttemptWords.isFallback(report) ? report : null;
    if (report.verdict() == Verdict.MUTED) {
      tellFallback();
    }
  }

  private void tellFallback() {
    AttemptReport report = fallback;
    if (besideText
        && events
        && !fallbackTold
        && report != null
        && report.nextTransport() == current) {
      fallbackTold = true;
      say(AttemptWords.fellBack(report));
    }
  }

  /**
   * One line an outage, and none for a server that ends its connections now and then. One that fell
   * silent is an outage: nobody knows for how long it had been dead.
   */
  @Override
  public void retrying(RetryInfo retry) {
    boolean silent = retry.cause().reason() == StreamException.Reason.SILENT;
    int first = silent ? Math.min(1, retry.failures()) : 1;
    if (besideText && everOpen && retry.failures() == first && !isBrokenProtocol(retry.cause())) {
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
    if (besideText && events) {
      say(StatusWords.gap(gap));
    }
  }

  @Override
  public void warning(String message) {
    say(message);
  }

  @Override
  public void sent(SendReport report, Closing closing) {
    if (SendWords.isFailure(report, closing)) {
      say(SendWords.report(report, closing));
    }
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
