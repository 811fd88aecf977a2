package dev.holdfast.interop;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that no one here wrote: a process of its own, which can be killed and started again. */
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String name;
  private final List<String> command;
  private final int port;
  private final Path log;
  private @Nullable Process process;

  /**
   * A server that has yet to be started.
   *
   * @param folder its working folder, which gets its log
   * @param port where it listens on 127.0.0.1; 0 if it does not
   */
  ServerProcess(String name, Path folder, int port, List<String> command) {
    this.name = name;
    this.command = command;
    this.port = port;
    this.log = folder.resolve(name + ".log");
  }

  /** Starts it, again where it has ended, and waits until it accepts connections. */
  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .directory(log.getParent().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
            .start();
    if (port != 0) {
      Await.until(
          name + " listens on " + port,
          PATIENCE,
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError(name + " ended by itself:\n" + log());
            }
            return accepts(port);
          });
    }
  }

  static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** A port of this machine that nobody listens on. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its standard input, for servers that take orders there. */
  OutputStream input() {
    return process.getOutputStream();
  }

  long pid() {
    return process.pid();
  }

  String name() {
    return name;
  }

  /** What it has written. */
  String log() {
    try {
      return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends it and its children at once, as a crash of the machine would. */
  void kill() {
    end(true);
  }

  @Override
  public void close() {
    end(false);
  }

  private void end(boolean atOnce) {
    Process process = this.process;
    if (process == null) {
      return;
    }
    // Taken first: a parent that ends leaves them to others.
    List<ProcessHandle> children = process.descendants().toList();
    try {
      if (!atOnce) {
        process.destroy();
        process.waitFor(2, TimeUnit.SECONDS);
      }
      // Before its children, whom it would replace.
      process.destroyForcibly().waitFor();
      children.forEach(ProcessHandle::destroyForcibly);
      Await.until(
          name + " is gone", PATIENCE, () -> children.stream().noneMatch(ProcessHandle::isAlive));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
