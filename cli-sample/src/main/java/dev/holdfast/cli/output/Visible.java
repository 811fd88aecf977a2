package dev.holdfast.cli.output;

/**
 * Makes text from elsewhere safe to show to a person: what would move a terminal's cursor, colour
 * it, turn its writing direction or break a line is shown as an escape instead.
 */
public final class Visible {
  private Visible() {}

  /** Returns the text as a single line. */
  public static String line(String text) {
    return escape(text, false);
  }

  /** Returns the text with its line feeds and tabs, and all else escaped. */
  public static String block(String text) {
    return escape(text, true);
  }

  private static String escape(String text, boolean block) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean raw = isHarmless(c) || (block && (c == '\n' || c == '\t'));
      if (escaped == null && !raw) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (escaped != null) {
        if (raw) {
          escaped.append(c);
        } else {
          escape(escaped, c);
        }
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  /** Whether a terminal only shows it. */
  static boolean isHarmless(char c) {
    return !Character.isISOControl(c) && !isLineSeparator(c) && !turnsDirection(c);
  }

  private static boolean isLineSeparator(char c) {
    return c == 0x2028 || c == 0x2029;
  }

  /** The explicit marks of the Unicode Bidirectional Algorithm (UAX #9 §2). */
  private static boolean turnsDirection(char c) {
    return c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }

  private static void escape(StringBuilder escaped, char c) {
    switch (c) {
      case '\n' -> escaped.append("\\n");
      case '\r' -> escaped.append("\\r");
      case '\t' -> escaped.append("\\t");
      default -> escaped.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
    }
  }
}
