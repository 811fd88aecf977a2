package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.StreamServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The default bounds hold in a process of 64 MiB: what is hostile ends, what is good arrives. */
@Timeout(60)
class SmallHeapTest {
  private static final int LARGE = 13 << 20;

  @Test
  void aSmallProcessOutlivesEndlessPeersAndHearsTheGoodOnes(@TempDir Path scratch)
      throws Exception {
    try (StreamServer server = StreamServer.builder().start()) {
      server.stream("/line").faults(info -> Fault.endlessLine());
      server.stream("/headers").faults(info -> Fault.endlessHeaders());
      EventLog endless = server.stream("/event").startFromBeginning();
      byte[] lines = ("data: " + "x".repeat(1000) + "\n").repeat(1000).getBytes();
      for (int i = 0; i < 20; i++) {
        endless.raw(lines);
      }
      server.stream("/large").startFromBeginning().publish("x".repeat(LARGE));
      EventLog good = server.stream("/good").startFromBeginning();
      for (int i = 0; i < 100; i++) {
        good.publish("good");
      }

      try (SmallApp app =
          SmallApp.start(
              scratch,
              64,
              SmallHeapApp.class,
              server.url("/line").toString(),
              server.url("/event").toString(),
              server.url("/headers").toString(),
              "1@" + server.url("/large"),
              "100@" + server.url("/good"))) {
        assertThat(app.ends(45)).as("in time").isTrue();
        String said = app.said();
        assertThat(said.lines().filter(line -> line.startsWith("OUTCOME")))
            .as(said.substring(0, Math.min(said.length(), 5000)))
            .containsExactlyElementsOf(
                List.of(
                    "OUTCOME 0 0 LINE_TOO_LONG",
                    "OUTCOME 0 0 EVENT_TOO_LARGE",
                    "OUTCOME 0 0 PROTOCOL",
                    "OUTCOME 1 " + LARGE + " none",
                    "OUTCOME 100 400 none",
                    "OUTCOME end"));
        assertThat(app.exitValue()).isZero();
        assertThat(said).doesNotContain("OutOfMemoryError");
      }
    }
  }
}
