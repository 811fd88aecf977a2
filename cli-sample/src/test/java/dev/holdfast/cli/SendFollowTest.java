package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With -f it prints what comes, too. */
@Timeout(30)
class SendFollowTest extends StreamTest {
  @Test
  void withoutItNothingIsPrinted() {
    log.publish("before");

    Cli.Result result = Cli.run("send", "-o=json", url(), "one");

    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void printsWhatComesAndGoesOnWhenAllIsSent() throws InterruptedException {
    log.publish("before");
    Cli cli = Cli.start("send", "-f", "-o=data", url(), "one").awaitOut("before\n");
    log.sends().awaitMessages(1, SOON);
    log.publish("after");
    cli.awaitOut("before\nafter\n");

    log.end();

    assertThat(cli.await()).isEqualTo(new Cli.Result(0, "before\nafter\n", ""));
  }

  @Test
  void theLimitEndsItWhenAllIsAcknowledged() throws InterruptedException {
    log.sends().replies(message -> Reply.held());
    log.publish("1");
    log.publish("2");
    Cli cli = Cli.start("send", "-f", "-n=1", "-o=data", url(), "one").awaitOut("1\n");
    log.sends().awaitHeld(1, SOON);
    assertThat(cli.isOver()).isFalse();

    log.sends().release();

    assertThat(cli.await()).isEqualTo(new Cli.Result(0, "1\n", ""));
  }

  @Test
  void chat() throws Exception {
    log.sends().replies(message -> Reply.held());
    try (PipedOutputStream typed = new PipedOutputStream()) {
      Cli cli = Cli.startFrom(new PipedInputStream(typed), "send", "-f", "-o=data", url());
      for (int i = 1; i <= 3; i++) {
        typed.write(("me " + i + "\n").getBytes(StandardCharsets.UTF_8));
        typed.flush();
        log.sends().awaitHeld(1, SOON);
        log.sends().release(); // The acknowledgement comes before the event.
        log.publish("you " + i);
        cli.awaitOut("you " + i + "\n");
      }

      Cli.Result result = cli.interrupt().await();

      assertThat(result).isEqualTo(new Cli.Result(130, "you 1\nyou 2\nyou 3\n", ""));
    }
  }

  @Test
  void whoeverReadsMayLeaveAndAllIsSent() throws InterruptedException {
    log.sends().replies(message -> Reply.held());
    log.publish("1");
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    Cli cli = Cli.startTo(closed, "send", "-f", "-o=data", url(), "one");
    log.sends().awaitHeld(1, SOON);

    log.sends().release();

    assertThat(cli.await()).isEqualTo(new Cli.Result(0, "", ""));
  }

  @Test
  void keepsThePosition(@TempDir Path folder) {
    Path file = folder.resolve("cursor");
    log.publish("1");
    log.publish("2");

    Cli.run("send", "-f", "-n=1", "-o=data", "--cursor-file", file, url(), "one");

    assertThat(file).hasContent("1\n");
  }

  @Test
  void timeIsALimitToo() {
    Cli.Result result = Cli.run("send", "-f", "--for=1s", "-o=data", url(), "one");

    assertThat(result).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(log.sends().messages()).hasSize(1);
  }
}
