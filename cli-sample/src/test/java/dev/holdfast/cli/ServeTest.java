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
    assertThat(demo.err()).contains("holdfast send " + invitation.group(1) + " hello\n");
    chats(invitation.group(1));
    demo.awaitOut("\nproduced ").interrupt();
    assertThat(demo.await().exitCode()).isEqualTo(130);
  }

  /** What is sent is heard by who listens, whichever way it comes. */
  private static void chats(String url) throws InterruptedException {
    Cli ear = Cli.start("-t=websocket", "-e=chat", "-o=data", "-n=25", "--retry-base=1ms", url);
    Cli.start("-n=1", "-o=data", url).await(); // By then the other one listens, too.
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 22; i++) {
      lines.append("line ").append(i).append('\n');
    }
    Cli.Result posted = Cli.runFrom(lines.toString(), "send", "-t=sse", "--retry-base=1ms", url);
    assertThat(posted).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(Cli.run("send", "-q", "--retry-base=1ms", url, "a", "b").exitCode()).isZero();
    assertThat(Cli.run("send", "-q", "-t=websocket", "--dialect=raw", url, "c").exitCode())
        .isZero();
    assertThat(ear.await().out()).isEqualTo(lines + "a\nb\nc\n");
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
