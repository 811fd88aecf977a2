package dev.holdfast.interop;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The servers, proxies and clients of a test: ended after it, and their logs shown if it failed.
 */
final class Servers implements BeforeEachCallback, AfterEachCallback {
  private static final int SHOWN = 12_000;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Path folder;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("holdfast-interop");
  }

  /** A new folder for a server. */
  Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  /** The lines of a server's file that contain something; none where there is no such file. */
  List<String> lines(String file, String with) {
    try (Stream<String> lines = Files.lines(folder.resolve(file))) {
      return lines.filter(line -> line.contains(with)).toList();
    } catch (IOException notYet) {
      return List.of();
    }
  }

  /** Starts a server that is ended with the test. */
  ServerProcess start(String name, Path in, int port, String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.set(0, program(command[0]));
    // Known before it starts: one that does not is ended, too, and its log shown.
    ServerProcess process = opened(new ServerProcess(name, in, port, all));
    process.start();
    return process;
  }

  /** Closes something with the test, the latest first. */
  <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  /** Returns where a program is; fails, and names what is to be installed, if it is not there. */
  static String program(String name) {
    String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator;
    for (String folder : (path + "/sbin").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return Path.of(folder, name).toString();
      }
    }
    throw new AssertionError(name + " is not installed. " + install());
  }

  /** Returns a file that a package has; fails like {@link #program} if it is not there. */
  static Path file(String path) {
    if (!Files.exists(Path.of(path))) {
      throw new AssertionError(path + " is not installed. " + install());
    }
    return Path.of(path);
  }

  private static String install() {
    String packages = resource("packages.txt").trim().replace('\n', ' ');
    return "What these tests need:\n  apt-get install -y --no-install-recommends " + packages;
  }

  /** A file beside these tests. */
  static String resource(String name) {
    try (InputStream in = Servers.class.getResourceAsStream("/interop/" + name)) {
      if (in == null) {
        throw new AssertionError("no resource interop/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    System.out.println(
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName()
            + " "
            + context.getDisplayName());
    List<Throwable> failures = new ArrayList<>();
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception | AssertionError e) {
        failures.add(e); // The others are to be ended all the same.
      }
    }
    if (context.getExecutionException().isPresent() || !failures.isEmpty()) {
      showLogs();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
    for (Throwable failure : failures) {
      throw new AssertionError("not ended", failure);
    }
  }

  /** The ends of all that the servers have written: their output, and logs of their own. */
  private void showLogs() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".log")).sorted().toList()) {
        String log = Files.readString(file, StandardCharsets.ISO_8859_1);
        String end = log.substring(Math.max(0, log.length() - SHOWN));
        System.out.println("--- " + folder.relativize(file) + "\n" + end + "\n---");
      }
    }
  }
}
