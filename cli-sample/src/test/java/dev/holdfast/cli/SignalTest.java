package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals, to a real process. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class SignalTest {
  @TempDir private Path folder;

  private StreamServer server;
  private EventLog log;
  private Path file;

  @BeforeEach
  void start() {
    server = StreamServer.builder().start();
    log = server.stream("/events").startFromBeginning();
    file = folder.resolve("cursor");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Process tail() throws Exception {
    return Processes.command("-o=data", "--cursor-file=" + file, server.url("/events")).start();
  }

  /** Where it takes the process a second to start, it may take as long to end. */
  private static void endsAtOnce(Process process, String signal, int status) throws Exception {
    long start = System.nanoTime();
    Processes.signal(process, signal);
    assertThat(Processes.await(process)).isEqualTo(status);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143", "HUP,129"})
  void endsAndSavesAlthoughTheServerIsSilent(String signal, int status) throws Exception {
    log.publish("a");
    Process process = tail();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("a");

      endsAtOnce(process, signal, status);
    }
    assertThat(file).hasContent("1\n");
  }

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143", "HUP,129"})
  void endsAndSavesAlthoughNobodyReads(String signal, int status) throws Exception {
    String event = "x".repeat(40_000);
    for (int i = 0; i < 4; i++) {
      log.publish(event);
    }
    Process process = tail();
    for (int i = 0; i < 500 && !Files.exists(file); i++) {
      Thread.sleep(20); // A pipe holds 64 KiB: one event and a part of the second.
    }

    endsAtOnce(process, signal, status);

    assertThat(file).hasContent("1\n");
  }

  @Test
  void goesOnAfterAStop() throws Exception {
    log.publish("a");
    Process process = tail();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("a");
      Processes.signal(process, "STOP");
      log.publish("b");
      Thread.sleep(300);
      Processes.signal(process, "CONT");

      assertThat(out.readLine()).isEqualTo("b");
      endsAtOnce(process, "INT", 130);
    }
    assertThat(file).hasContent("2\n");
  }
}
