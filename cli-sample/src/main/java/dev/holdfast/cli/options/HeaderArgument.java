package dev.holdfast.cli.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code -H 'Name: value'}. A value is often a secret, and what has no colon may be one, so a
 * message shows at most what looks like a name.
 *
 * @param name what is before the first colon, a token
 * @param value what follows it, without the blanks around it; not checked
 */
public record HeaderArgument(String name, String value) {
  /** RFC 9110 §5.6.2. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** Words and hyphens; a key or a token has digits early, or is longer. */
  private static final Pattern NAME_LIKE =
      Pattern.compile("[A-Za-z]{1,20}(-[A-Za-z]{1,20}){0,4}\\b");

  /** Reads an argument, or says what is wrong with it. */
  public static HeaderArgument parse(String argument) {
    int colon = argument.indexOf(':');
    if (colon < 0) {
      throw new UsageException("-H: no colon in " + shown(argument) + " (write 'Name: value')");
    }
    String name = argument.substring(0, colon);
    if (!TOKEN.matcher(name).matches()) {
      throw new UsageException("-H: not a header name before the colon: " + shown(name));
    }
    return new HeaderArgument(name, withoutBlanks(argument.substring(colon + 1)));
  }

  /** Spaces and tabs only: a line end is not whitespace in a header, it is an attack. */
  private static String withoutBlanks(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static String shown(String text) {
    Matcher matcher = NAME_LIKE.matcher(text);
    if (!matcher.lookingAt()) {
      return "an argument of " + text.length() + " characters";
    }
    return "\"" + matcher.group() + (matcher.end() < text.length() ? "…" : "") + "\"";
  }
}
