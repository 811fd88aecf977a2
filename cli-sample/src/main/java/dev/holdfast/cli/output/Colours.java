package dev.holdfast.cli.output;

/** Dresses text for a terminal (ECMA-48 SGR), or leaves it alone. */
public enum Colours {
  /** For a terminal. */
  ON,
  /** For a pipe, a file, and who asked for none. */
  OFF;

  /** Returns the text, less prominent. */
  public String dim(String text) {
    return sgr("2", text);
  }

  /** Returns the text in the colour of names. */
  public String name(String text) {
    return sgr("36", text);
  }

  /** Returns the text in the colour of what went well. */
  public String good(String text) {
    return sgr("32", text);
  }

  /** Returns the text in the colour of what went wrong. */
  public String bad(String text) {
    return sgr("31", text);
  }

  /** Returns the text, more prominent. */
  public String bold(String text) {
    return sgr("1", text);
  }

  private String sgr(String code, String text) {
    return this == OFF || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
