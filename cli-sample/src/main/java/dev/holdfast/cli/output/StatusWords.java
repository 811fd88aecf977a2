package dev.holdfast.cli.output;

import dev.holdfast.Gap;
import dev.holdfast.RetryInfo;
import java.util.Locale;

/** What happens to a stream, in words. */
final class StatusWords {
  private StatusWords() {}

  static String gap(Gap gap) {
    StringBuilder text = new StringBuilder();
    text.append(
        gap.certainty() == Gap.Certainty.PROVEN ? "events were lost" : "events may be lost");
    if (gap.from() != null) {
      text.append(" after ").append(gap.from());
    }
    if (gap.to() != null) {
      text.append(" before ").append(gap.to());
    }
    return text.append(": ").append(reason(gap.reason())).toString();
  }

  static String retry(RetryInfo retry) {
    String failures = retry.failures() > 1 ? ", failure " + retry.failures() : "";
    return "in " + retry.delay().toMillis() + " ms" + failures + ": " + retry.cause().getMessage();
  }

  private static String reason(Gap.Reason reason) {
    return switch (reason) {
      case RESUME_NOT_HONOURED -> "the server did not resume where it was asked to";
      case ID_REUSED -> "the server used an ID again for another event";
      case NO_CURSOR -> "the stream has no IDs to resume by";
      case CURSOR_REFUSED -> "the server refused the last event ID";
      case REPORTED_BY_SERVER -> "the server says so";
      case CURSOR_WITHHELD -> "the last event ID does not follow a redirect to another origin";
      default -> reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }
}
