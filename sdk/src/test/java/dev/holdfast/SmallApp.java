package dev.holdfast;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An app in a process of its own, with little memory. Closing it kills it. */
final class SmallApp implements AutoCloseable {
  private final File out;
  private final Process process;

  private SmallApp(File out, Process process) {
    this.out = out;
    this.process = process;
  }

  /**
   * @param megabytes of heap
   * @param main its class, of these tests
   */
  static SmallApp start(Path scratch, int megabytes, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + megabytes + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    String classPath = System.getProperty("java.class.path");
    command.add(System.getProperty("surefire.test.class.path", classPath));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    File out = scratch.resolve("out").toFile();
    return new SmallApp(
        out, new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out).start());
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Waits for its end; returns whether that came in time. */
  boolean ends(int seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  int exitValue() {
    return process.exitValue();
  }

  String said() throws IOException {
    return Files.readString(out.toPath());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
