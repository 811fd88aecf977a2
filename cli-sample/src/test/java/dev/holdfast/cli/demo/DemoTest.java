package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.demo.Scene.Backstage;
import dev.holdfast.cli.demo.Scene.OnTheWire;
import dev.holdfast.cli.output.Terminal;
import dev.holdfast.testkit.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The demo counts what happened, not what should have. */
@Timeout(60)
class DemoTest {
  private static final String SURVIVED =
      ".* (lost connection|the app stopped) after event (\\d+) → resumed from \\2"
          + "( by (sse|long-poll))? in \\d+ ms.*";

  private static final String MESSAGE =
      ".* message \\d+ ACKNOWLEDGED by (POST|WebSocket)"
          + "(, sent again with the same ID, and accepted once)?";

  private static final String MOVED = ".* moved from sse to websocket after event \\d+";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int demo(List<Scene> scenes, String... args) {
    DemoCommand command = new DemoCommand(Terminal.plain(out, err), scenes);
    return new CommandLine(command).execute(args);
  }

  private String lastLine() {
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    return lines.get(lines.size() - 1);
  }

  private String narration() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everySceneIsSurvived() {
    int exitCode = demo(Scenes.ALL, "--for", "4s");

    assertThat(narration()).doesNotContain("gap", "the demo itself failed");
    assertThat(lastLine()).matches("produced (\\d+), received \\1, lost 0, duplicated 0");
    assertThat(exitCode).isZero();
    int played = 0;
    for (Scene scene : Scenes.ALL) {
      played++;
      assertThat(narration())
          .contains("[" + played + "/" + Scenes.ALL.size() + "] " + scene.title());
    }
    assertThat(narration().lines().filter(line -> line.matches(MESSAGE)))
        .anyMatch(line -> line.contains("message 1 ACKNOWLEDGED by POST"))
        .anyMatch(line -> line.endsWith("ACKNOWLEDGED by WebSocket"))
        .anyMatch(line -> line.endsWith("sent again with the same ID, and accepted once"));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern(
            "messages sent (\\d+), acknowledged \\1, accepted \\1, lost 0, duplicated 0\nproduced");
    assertThat(narration().lines().filter(line -> line.contains("✓ ") && !line.matches(MESSAGE)))
        .hasSize(Scenes.ALL.size() + 1) // The chat is lost, and comes back to WebSocket.
        .allMatch(line -> line.matches(SURVIVED) || line.matches(MOVED));
    assertThat(narration())
        .containsPattern("✗ websocket refused: HTTP 403 from ")
        .containsPattern("✓ moved from sse to websocket after event ")
        .containsPattern("✗ sse refused: HTTP 406 from ")
        .containsPattern("✗ not a byte for 2000 ms: http://")
        .containsPattern("✗ sse muted: the event stream was accepted and held back ");
    assertThat(narration().lines().filter(line -> line.contains(" by long-poll ")))
        .hasSize(2)
        .allMatch(line -> line.contains("✓ the app stopped after event "));
  }

  @Test
  void aLostEventIsCounted() {
    Scene swallowing =
        new Scene(
            "the server swallows event 5",
            new OnTheWire(
                Spot.BEFORE_EVENT, bytes -> Fault.dropEvent("5").and(Fault.eofAfterBytes(bytes))));

    int exitCode = demo(List.of(swallowing), "--for", "500ms");

    assertThat(lastLine()).matches("produced \\d+, received \\d+, lost 1, duplicated 0");
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void aDuplicateIsCounted() {
    Scene repeating =
        new Scene(
            "the server says event 3 twice",
            new Backstage(
                stage -> {
                  stage.log().raw(Reading.wire(3));
                  stage.log().disconnect();
                }));

    int exitCode = demo(List.of(repeating), "--for", "500ms");

    assertThat(lastLine()).matches("produced \\d+, received \\d+, lost 0, duplicated 1");
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void aDamagedEventIsCounted() {
    Scene damaging =
        new Scene(
            "the server says event 3 again, otherwise",
            new Backstage(
                stage -> {
                  stage.log().raw("id: 3\ndata: other\n\n".getBytes(StandardCharsets.UTF_8));
                  stage.log().disconnect();
                }));

    int exitCode = demo(List.of(damaging), "--for", "500ms");

    assertThat(lastLine()).endsWith("lost 0, duplicated 0, damaged 1");
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void aReaderThatLeavesEndsItQuietly() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    DemoCommand command = new DemoCommand(Terminal.plain(closed, err), Scenes.ALL);

    assertThat(new CommandLine(command).execute("--for", "1h")).isZero();
  }
}
