package dev.holdfast.cli.demo;

import dev.holdfast.cli.output.Colours;
import dev.holdfast.cli.output.Terminal;
import dev.holdfast.cli.output.Visible;
import java.io.PrintStream;

/** Tells the audience what goes on, on standard error. Thread-safe. */
final class Narrator {
  private final PrintStream err;
  private final Colours colours;

  Narrator(Terminal terminal) {
    this.err = terminal.err();
    this.colours = terminal.errColours();
  }

  void say(String text) {
    err.println(Visible.line(text));
  }

  void scene(int number, int of, String title) {
    err.println(colours.bold("[" + number + "/" + of + "] " + title));
  }

  void broke(String text) {
    err.println(colours.bad("      ✗ " + Visible.line(text)));
  }

  void survived(String text) {
    err.println(colours.good("      ✓ " + Visible.line(text)));
  }
}
