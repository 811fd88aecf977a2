package dev.holdfast.cli.output;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is a terminal. Java knows only {@link System#console()}, which up to JDK 21 is
 * there if standard input and standard output are both terminals, and from 22 on nearly always. So
 * the system is asked where it tells (Linux); elsewhere colours also need a terminal as standard
 * input, and standard error gets none.
 */
public final class Tty {
  private Tty() {}

  /** Returns the colours for standard output, by what it is and by the environment. */
  public static Colours stdout(Map<String, String> environment) {
    Boolean told = terminal(Path.of("/proc/self/fd/1"));
    return colours(told == null ? hasConsole() : told, environment);
  }

  /** Returns the colours for standard error, by what it is and by the environment. */
  public static Colours stderr(Map<String, String> environment) {
    return colours(Boolean.TRUE.equals(terminal(Path.of("/proc/self/fd/2"))), environment);
  }

  /** {@code NO_COLOR} counts if it is not empty (no-color.org). */
  static Colours colours(boolean terminal, Map<String, String> environment) {
    boolean unwanted =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || "dumb".equals(environment.get("TERM"));
    return terminal && !unwanted ? Colours.ON : Colours.OFF;
  }

  private static @Nullable Boolean terminal(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static boolean hasConsole() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException upToJdk21) {
      return true;
    }
  }
}
