package dev.holdfast.internal;

/** Brings a text that others chose into a message of ours. */
public final class OneLine {
  private static final int MOST = 200;

  private OneLine() {}

  /** Returns what a failure says of itself, if it can. */
  public static String of(Throwable failure) {
    String text;
    try {
      text = failure.toString();
    } catch (RuntimeException unprintable) {
      text = failure.getClass().getName();
    }
    return text == null ? failure.getClass().getName() : of(text);
  }

  /** Returns the beginning of the text, on one line and with dots for what cannot be shown. */
  public static String of(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && i < MOST; i++) {
      char c = text.charAt(i);
      line.append(c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\ufffd' ? '.' : c);
    }
    return line.toString();
  }
}
