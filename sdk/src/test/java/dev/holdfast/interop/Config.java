package dev.holdfast.interop;

/** A configuration as docs/operations.md shows it, fitted to a test's ports. */
final class Config {
  private String text;

  private Config(String text) {
    this.text = text;
  }

  /** A file beside these tests. */
  static Config of(String file) {
    return new Config(Servers.resource(file));
  }

  /** Replaces what must be there; a test would otherwise run something else than it says. */
  Config with(String shown, String used) {
    if (!text.contains(shown)) {
      throw new AssertionError("nothing to replace: " + shown + " in\n" + text);
    }
    text = text.replace(shown, used);
    return this;
  }

  @Override
  public String toString() {
    return text;
  }
}
