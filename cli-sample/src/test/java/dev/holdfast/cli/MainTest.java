package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The command as a process of its own. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class MainTest extends StreamTest {
  private Process command(String... options) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(List.of(options));
    line.add(server.url("/events").toString());
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void writesUtf8InAnyLocaleAndExits() throws Exception {
    log.publish("ü東🚀");

    Process process = command("-n1");

    assertThat(text(process.getInputStream())).endsWith("  1  ü東🚀\n").doesNotContain("\u001b");
    assertThat(text(process.getErrorStream())).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void failureIsItsExitStatus() throws Exception {
    server.stop();

    Process process = command("--max-attempts=1", "-d", "x");

    assertThat(text(process.getErrorStream())).startsWith("holdfast: gave up after 1 attempt: ");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @Test
  void aSignalEndsItBetweenTwoEvents() throws Exception {
    for (int i = 1; i <= 20_000; i++) {
      log.publish(Integer.toString(i));
    }
    Process process = command("-o=data");
    InputStream out = process.getInputStream();
    byte[] first = out.readNBytes(2);

    process
        .toHandle()
        .destroy(); // SIGTERM: SIGINT is ignored in what a shell starts in the background.

    String rest = text(out);
    assertThat(new String(first, StandardCharsets.UTF_8) + rest).startsWith("1\n").endsWith("\n");
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    assertThat(text(process.getErrorStream())).isEmpty();
  }

  @Test
  void aReaderThatLeavesEndsItQuietly() throws Exception {
    log.publish("1");
    Process process = command("-o=data");
    assertThat(process.getInputStream().readNBytes(2)).isEqualTo(new byte[] {'1', '\n'});

    process.getInputStream().close();
    log.publish("2");

    assertThat(text(process.getErrorStream())).isEmpty();
    assertThat(process.waitFor()).isZero();
  }
}
