package dev.holdfast.internal;

/** Which header names and values may be sent (RFC 9110 §5). Messages never hold a value. */
public final class HeaderRules {
  private HeaderRules() {}

  /** Fails on a name that is no token and on a value with other than tabs and visible ASCII. */
  public static void check(String name, String value) {
    if (!isToken(name)) {
      throw new IllegalArgumentException("not a header name: \"" + OneLine.of(name) + "\"");
    }
    if (name.equalsIgnoreCase("Last-Event-ID")) {
      throw new IllegalArgumentException(
          "Last-Event-ID moves with the stream: set where it starts by lastEventId()");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c > '~') {
        throw new IllegalArgumentException(
            String.format(
                "header %s has a character at index %d that no header may have: 0x%02x",
                name, i, (int) c));
      }
    }
  }

  /** RFC 9110 §5.6.2. */
  public static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
