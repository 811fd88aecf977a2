package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Reply;
import dev.holdfast.testkit.SentMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A send as a process of its own, at the end of a pipe. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class SendProcessTest extends StreamTest {
  /** More than an outbox takes, and than the process's heap of 64 MiB has room for. */
  private static final int LINES = 100_000;

  private static final String REST = "x".repeat(990);

  @TempDir private Path folder;

  private Process send(Path err, Object... options) throws IOException {
    Object[] args = new Object[options.length + 2];
    args[0] = "send";
    System.arraycopy(options, 0, args, 1, options.length);
    args[args.length - 1] = url();
    return Processes.command(args).redirectError(err.toFile()).start();
  }

  @Test
  void aHundredThousandLinesArriveOnceAndInOrder() throws Exception {
    Path err = folder.resolve("err");
    Process process = send(err);
    try (OutputStream in = process.getOutputStream()) {
      for (int i = 1; i <= LINES; i++) {
        in.write((i + REST + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }

    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();

    assertThat(err).hasContent("");
    assertThat(process.exitValue()).isZero();
    List<SentMessage> messages = log.sends().messages();
    assertThat(messages).hasSize(LINES);
    for (int i = 1; i <= LINES; i++) {
      assertThat(messages.get(i - 1).data().text()).isEqualTo(i + REST);
    }
  }

  /** The outbox holds 1,000 messages: what is behind them stays in the pipe. */
  @Test
  void readsNoFasterThanTheServerTakes() throws Exception {
    log.sends().replies(message -> Reply.none());
    String line = "x".repeat(1000) + "\n";
    Path err = folder.resolve("err");
    Process process = send(err, "-t=websocket");
    CountingPipe pipe = new CountingPipe(process.getOutputStream(), line);
    Thread writer = new Thread(pipe);
    writer.start();
    log.sends().awaitDeliveries(1000, SOON);
    long before = pipe.lines;
    Thread.sleep(500);

    assertThat(pipe.lines).isBetween(1000L, 1200L); // A pipe has 64 KiB, a buffer 8.
    assertThat(pipe.lines - before).isLessThan(200);
    Processes.signal(process, "TERM"); // SIGINT is ignored in what a shell starts behind itself.
    assertThat(Processes.await(process)).isEqualTo(143);
    writer.join();
    assertThat(Files.readString(err))
        .matches(
            "holdfast: 100[01] of 100[01] messages were not acknowledged; the first, number 1:"
                + " UNKNOWN, interrupted; standard input was not read to its end\n");
  }

  /** Writes lines until nobody takes them. */
  private static final class CountingPipe implements Runnable {
    private final OutputStream out;
    private final byte[] line;
    private volatile long lines;

    CountingPipe(OutputStream out, String line) {
      this.out = out;
      this.line = line.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // One thread writes.
    public void run() {
      try {
        while (true) {
          out.write(line);
          out.flush();
          lines++;
        }
      } catch (IOException e) {
        // The process has ended.
      }
    }
  }

  @Test
  void inputThatIsClosedIsNotWhateverTheJvmHasOpen() throws Exception {
    List<String> line = Processes.command("send", url()).command();
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", "exec \"$@\" <&-", "sh");
    shell.command().addAll(line);
    Path err = folder.resolve("err");

    Process process = shell.redirectError(err.toFile()).start();

    assertThat(Processes.await(process)).isEqualTo(1);
    assertThat(Files.readString(err)).startsWith("holdfast: cannot read standard input: ");
    assertThat(log.sends().deliveries()).isEmpty();
  }

  @Test
  void aServerThatGoesAwayForAWhileGetsAll() throws Exception {
    try (PipedOutputStream typed = new PipedOutputStream()) {
      Cli cli =
          Cli.startFrom(new PipedInputStream(typed), "send", "-q", "--retry-cap=100ms", url());
      typed.write("before\n".getBytes(StandardCharsets.UTF_8));
      typed.flush();
      log.sends().awaitMessages(1, SOON);

      server.stop();
      typed.write("meanwhile\nafter".getBytes(StandardCharsets.UTF_8));
      typed.close();
      Thread.sleep(300);
      assertThat(cli.isOver()).isFalse();
      server.start();

      assertThat(cli.await().exitCode()).isZero();
      assertThat(log.sends().messages())
          .extracting(message -> message.data().text())
          .containsExactly("before", "meanwhile", "after");
    }
  }
}
