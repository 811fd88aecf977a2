package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that has no file descriptor left says so, blames nobody else, and goes on once there
 * are some: in a JVM with {@code ulimit -n 160}.
 */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class FewDescriptorsTest {
  private static final int BEFORE = 20;
  private static final int ALL = 50;

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/events").startFromBeginning();
  private final List<String> said = new ArrayList<>();
  private Process app;
  private BufferedReader out;
  private BufferedWriter in;

  @BeforeEach
  void start(@TempDir Path scratch) throws Exception {
    Path logging = scratch.resolve("logback.xml");
    Files.writeString(
        logging,
        "<configuration><appender name=\"out\" class=\"ch.qos.logback.core.ConsoleAppender\">"
            + "<encoder><pattern>LOG %msg%n</pattern></encoder></appender>"
            + "<root level=\"INFO\"><appender-ref ref=\"out\"/></root></configuration>");
    app =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -n 160 && exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                Jars.classPath(scratch),
                "dev.holdfast.FewDescriptorsApp",
                server.url("/events").toString())
            .redirectErrorStream(true)
            .start();
    Process started = app;
    // Ends every read, too: one of a pipe cannot be interrupted.
    new Thread(
            () -> {
              try {
                if (!started.waitFor(45, TimeUnit.SECONDS)) {
                  started.destroyForcibly();
                }
              } catch (InterruptedException e) {
                started.destroyForcibly();
              }
            },
            "watchdog")
        .start();
    out = new BufferedReader(new InputStreamReader(app.getInputStream()));
    in = new BufferedWriter(new OutputStreamWriter(app.getOutputStream()));
  }

  @AfterEach
  void end() throws Exception {
    app.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    server.close();
  }

  @Test
  void isNamedHeldAgainstNobodyAndOver() throws Exception {
    log.publish("a");
    tell("open " + BEFORE);
    tell("await " + BEFORE + " a");

    tell("hoard");
    tell("open " + (ALL - BEFORE));
    tell("await " + (ALL - BEFORE) + " sse_RESOURCES");
    log.publish("b");
    tell("await " + BEFORE + " ab");

    // All compete for the descriptors of those that lose theirs.
    server.dropConnections();
    log.publish("c");
    tell("await " + 2 * ALL + " sse_RESOURCES");
    tell("release");
    log.awaitSubscribers(ALL, Duration.ofSeconds(20));
    tell("await " + ALL + " abc");
    log.publish("d");
    tell("await " + ALL + " abcd");
    tell("report");
    in.close();
    assertThat(app.waitFor(10, TimeUnit.SECONDS)).isTrue();

    // It never went by a poll.
    assertThat(line("ENDS")).containsOnlyOnce("sse RESOURCES").doesNotContain("poll");
    assertThat(line("NAMED")).startsWith("NAMED UNREACHABLE").contains("ulimit -n");
    assertThat(said).as("the origin is there").noneMatch(line -> line.contains("is away"));
  }

  /** What the app says until it has done this. */
  private void tell(String command) throws IOException {
    in.write(command + "\n");
    in.flush();
    String done = "DONE " + command.split(" ")[0];
    String line;
    do {
      line = out.readLine();
      assertThat(line).as(command + "\n" + String.join("\n", said)).isNotNull();
      said.add(line);
    } while (!line.equals(done));
  }

  private String line(String start) {
    return said.stream().filter(line -> line.startsWith(start)).findFirst().orElse("");
  }
}
