package dev.holdfast.cli.output;

/** What became of messages, in words. */
final class SendWords {
  private static final String CHANNEL_CLOSED = "CHANNEL_CLOSED";

  private SendWords() {}

  /** Whether something was not sent that should have been, as far as anybody knows. */
  static boolean isFailure(SendReport report, Closing closing) {
    return report.failed() > 0 || !report.isAllRead() && !mayStopReading(closing);
  }

  /** Whoever sets a limit, or presses Ctrl-C, knows that what they type then is not sent. */
  private static boolean mayStopReading(Closing closing) {
    return closing.reason().equals("TIME_UP") || closing.reason().equals("INTERRUPTED");
  }

  static String report(SendReport report, Closing closing) {
    StringBuilder text = new StringBuilder();
    if (report.failed() == 0) {
      text.append(all(report));
    } else {
      text.append(some(report.failed(), report.messages())).append(" not acknowledged");
      SendReport.Failure first = report.first();
      if (first != null) {
        text.append(report.messages() == 1 ? ": " : "; the first, number " + first.number() + ": ")
            .append(first.state())
            .append(", ")
            .append(why(first, closing));
      }
    }
    if (isFailure(report, closing) && !report.isAllRead()) {
      text.append("; standard input was not read to its end");
      text.append(report.failed() == 0 ? ": " + closing.message() : "");
    }
    return text.toString();
  }

  private static String all(SendReport report) {
    if (report.messages() == 0) {
      return "no messages";
    }
    String messages = report.messages() == 1 ? "1 message " : report.messages() + " messages ";
    if (report.handedOff() == 0) {
      return messages + "acknowledged";
    }
    return messages
        + "handed off"
        + (report.acknowledged() == 0 ? "" : ", " + report.acknowledged() + " acknowledged");
  }

  private static String some(long failed, long messages) {
    if (messages == 1) {
      return "the message was";
    }
    return failed + " of " + messages + " messages " + (failed == 1 ? "was" : "were");
  }

  /** Of a message whose channel ended, that is all the SDK knows; the run knows more. */
  private static String why(SendReport.Failure first, Closing closing) {
    return first.reason().equals(CHANNEL_CLOSED) ? closing.message() : first.message();
  }
}
