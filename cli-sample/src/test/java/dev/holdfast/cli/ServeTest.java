package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.StreamServer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo as a server for other clients. */
@Timeout(60)
class ServeTest {
  private static final Pattern INVITATION =
      Pattern.compile("for your client until Ctrl-C: (http://127\\.0\\.0\\.1:\\d+/events)\n");

  @Test
  void servesAStreamThatBreaksUntilInterrupted() throws InterruptedException {
    Cli demo = Cli.start("demo", "--serve", "--for", "1s").awaitErr("/events\n");
    Matcher invitation = INVITATION.matcher(demo.err());
    assertThat(invitation.find()).isTrue();

    Cli.Result client = Cli.run("-v", "-o=json", "--retry-base=1ms", "-n=300", invitation.group(1));

    assertThat(client.err()).contains("\"kind\":\"retry\"").doesNotContain("\"kind\":\"gap\"");
    assertThat(consecutive(client.outLines())).isEqualTo(300);
    Cli.Result polling =
        Cli.run("-v", "-t=long-poll", "-o=json", "--retry-base=1ms", "-n=50", invitation.group(1));
    assertThat(polling.err()).contains("\"kind\":\"retry\"").doesNotContain("\"kind\":\"gap\"");
    assertThat(consecutive(polling.outLines())).isEqualTo(50);
    Cli.Result socket =
        Cli.run("-v", "-t=websocket", "-o=json", "--retry-base=1ms", "-n=250", invitation.group(1));
    assertThat(socket.err()).contains("\"kind\":\"retry\"").doesNotContain("\"kind\":\"gap\"");
    assertThat(consecutive(socket.outLines())).isEqualTo(250);
    assertThat(socket.out()).doesNotContain("\"transport\":\"sse\"");
    assertThat(demo.err()).contains("holdfast -t websocket " + invitation.group(1) + "\n");
    assertThat(demo.err()).contains("'" + invitation.group(1) + "?timeout=5'");
    demo.awaitOut("lost 0, duplicated 0\n").interrupt();
    assertThat(demo.await().exitCode()).isEqualTo(130);
  }

  /** How many lines of which each has the number after that of the one before. */
  private static int consecutive(List<String> lines) {
    List<Integer> ids = new ArrayList<>();
    for (String line : lines) {
      ids.add(Integer.valueOf(line.replaceAll("\\{\"id\":\"(\\d+)\".*", "$1")));
    }
    for (int i = 1; i < ids.size(); i++) {
      if (ids.get(i) != ids.get(i - 1) + 1) {
        return i;
      }
    }
    return ids.size();
  }

  @Test
  void interruptEndsTheDemo() throws InterruptedException {
    Cli.Result result = Cli.start("demo").awaitErr("[1/").interrupt().await();

    assertThat(result.exitCode()).isEqualTo(130);
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    try (StreamServer other = StreamServer.builder().start()) {
      Cli.Result result = Cli.run("demo", "--port", other.port());

      assertThat(result.err())
          .isEqualTo(
              "holdfast: --port: cannot listen at " + other.port() + ": Address already in use\n");
      assertThat(result.exitCode()).isEqualTo(2);
    }
  }
}
