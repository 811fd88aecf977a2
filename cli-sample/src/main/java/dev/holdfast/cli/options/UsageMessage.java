package dev.holdfast.cli.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what picocli finds wrong with a command line, without repeating secrets. */
public final class UsageMessage {
  /** Its text around that of a converter. */
  private static final Pattern INVALID_VALUE =
      Pattern.compile("Invalid value for option '(.+?)'(?: \\(.*?\\))?: (.*)", Pattern.DOTALL);

  private UsageMessage() {}

  /** Returns the message. */
  public static String of(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched.getUnmatched().get(0));
    }
    if (e instanceof MissingParameterException missing
        && missing.getMissing().get(0) instanceof OptionSpec option) {
      return option.longestName() + ": " + option.paramLabel() + " is missing";
    }
    String message = String.valueOf(e.getMessage());
    Matcher matcher = INVALID_VALUE.matcher(message);
    return matcher.matches() ? matcher.group(1) + ": " + matcher.group(2) : message;
  }

  /** Without what may be its value: {@code --token=secret}, {@code -psecret}. */
  private static String unmatched(String argument) {
    if (!argument.startsWith("-")) {
      return "one argument too many";
    }
    int end = argument.startsWith("--") ? argument.indexOf('=') : Math.min(2, argument.length());
    return "unknown option: " + (end < 0 ? argument : argument.substring(0, end));
  }
}
