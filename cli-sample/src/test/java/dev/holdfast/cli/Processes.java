package dev.holdfast.cli;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the command as a process of its own, from the class path of the tests. */
final class Processes {
  private Processes() {}

  /** Returns what starts it. */
  static ProcessBuilder command(Object... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx64m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    for (Object arg : args) {
      command.add(arg.toString());
    }
    return new ProcessBuilder(command).redirectError(new File("/dev/null"));
  }

  /**
   * Sends it a signal, as {@code INT}. Skips the test where its own parent has had that ignored, as
   * {@code nohup} and the background jobs of scripts do: no process heeds it then.
   */
  static void signal(Process process, String name) throws IOException, InterruptedException {
    assumeFalse(isIgnored(name), "SIG" + name + " is ignored here: nohup, or a background job?");
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " failed");
    }
  }

  private static boolean isIgnored(String name) throws IOException {
    int number = List.of("HUP", "INT", "QUIT").indexOf(name) + 1;
    Path status = Path.of("/proc/self/status");
    if (number == 0 || !Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> new BigInteger(line.substring("SigIgn:".length()).trim(), 16))
        .anyMatch(ignored -> ignored.testBit(number - 1));
  }

  /** Returns its exit status. */
  static int await(Process process) throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end");
    }
    return process.exitValue();
  }
}
