package dev.holdfast.testkit;

/** Writes JSON strings. */
final class Json {
  private Json() {}

  /** Appends {@code value} as a string that survives UTF-8: a lone surrogate is escaped. */
  static void string(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        out.append(c).append(value.charAt(++i));
      } else if (c < ' ' || Character.isSurrogate(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** Appends a member whose value is a string to an object that is still open. */
  static void member(StringBuilder out, String name, String value) {
    name(out, name);
    string(out, value);
  }

  /** Appends the name of a member, its value to follow, with a comma unless it is the first. */
  static void name(StringBuilder out, String name) {
    if (out.length() > 0 && out.charAt(out.length() - 1) != '{') {
      out.append(',');
    }
    string(out, name);
    out.append(':');
  }
}
