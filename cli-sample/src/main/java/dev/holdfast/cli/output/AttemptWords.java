package dev.holdfast.cli.output;

import dev.holdfast.AttemptReport;
import dev.holdfast.StreamException;
import dev.holdfast.TransportType;
import dev.holdfast.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an attempt to connect did, in words. */
final class AttemptWords {
  private static final int FIRST_STATUS_THAT_SAYS_WHY = 300;

  private AttemptWords() {}

  /**
   * Whether the stream goes on by another transport. One that was only to find something out, and
   * leaves that to another, has no cause: nothing has failed.
   */
  static boolean isFallback(AttemptReport report) {
    return report.next() == AttemptReport.Next.FALL_BACK
        && report.nextTransport() != null
        && report.cause() != null;
  }

  /** What it did. Why it ended stands there only where no further line tells what follows. */
  static String attempt(AttemptReport report) {
    StringBuilder text = new StringBuilder();
    text.append(report.attempt()).append(" by ").append(report.transport());
    text.append(report.wasCandidate() ? ", beside another" : "");
    after(text, "accepted", report.openedAfter());
    after(text, "proven", report.provenAfter());
    after(text, "over", report.endedAfter());
    if (report.events() > 0) {
      text.append(", ").append(report.events()).append(report.events() == 1 ? " event" : " events");
    }
    if (report.verdict() != null) {
      text.append(", ").append(report.verdict());
    }
    String follows = follows(report);
    if (follows != null) {
      String message = message(report);
      text.append(message.isEmpty() ? "" : " (" + message + ")").append(" → ").append(follows);
    }
    return text.toString();
  }

  /** From what to what, and why. */
  static String fallback(AttemptReport report) {
    return report.transport() + " → " + report.nextTransport() + ": " + message(report);
  }

  /** The same in passing, once it works. */
  static String fellBack(AttemptReport report) {
    return report.transport()
        + (report.verdict() == Verdict.MUTED
            ? " muted (it held back what polling brought); "
            : (report.verdict() == Verdict.REFUSED ? " refused (" : " failed (")
                + why(report)
                + "); ")
        + (report.nextTransport() == TransportType.LONG_POLL ? "polling" : report.nextTransport())
        + " instead";
  }

  private static String why(AttemptReport report) {
    int status = report.statusCode();
    return status >= FIRST_STATUS_THAT_SAYS_WHY ? "HTTP " + status : message(report);
  }

  private static String message(AttemptReport report) {
    StreamException cause = report.cause();
    return cause == null ? "" : cause.getMessage();
  }

  private static @Nullable String follows(AttemptReport report) {
    AttemptReport.Next next = report.next();
    if (next == null) {
      return null;
    }
    return switch (next) {
      case RETRY_WITHOUT_CURSOR -> "again, without the last event ID";
      case REFRESH_CREDENTIALS -> "again, with other credentials";
      case REPLACED -> "replaced";
      case KEEP_CURRENT -> "the other goes on";
      case FALL_BACK -> isFallback(report) ? null : "a poll is to find out";
      default -> null;
    };
  }

  private static void after(StringBuilder text, String what, @Nullable Duration time) {
    if (time != null) {
      text.append(", ").append(what).append(" after ").append(time.toMillis()).append(" ms");
    }
  }
}
