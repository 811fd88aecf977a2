package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.cli.output.Output;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can become of standard output. */
@Timeout(30)
class StdoutTest extends StreamTest {
  @Test
  void aReaderThatLeftEndsItQuietly() {
    log.publish("1");
    log.publish("2");
    OutputStream head =
        new OutputStream() {
          private boolean closed;

          @Override
          public void write(int b) {
            throw new AssertionError("one event, one write");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (closed) {
              throw new IOException("Обрыв канала");
            }
            closed = true;
          }
        };

    Cli.Result result = Cli.startTo(head, "-o=data", server.url("/events")).await();

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
  }

  @Test
  void aFullDiskIsAFailure() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "Linux");
    log.publish("1");
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      Cli.Result result = Cli.startTo(full, "-o=data", server.url("/events")).await();

      assertThat(result.err()).startsWith("holdfast: cannot write to standard output: ");
      assertThat(result.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void whatTheSystemSaysTellsAReaderThatLeftFromOtherErrors() throws IOException {
    try (FileOutputStream any = new FileOutputStream("/dev/null")) {
      Output out = new Output(any);
      assertThat(out.hasLostReader(new IOException("Broken pipe"))).isTrue();
      assertThat(out.hasLostReader(new IOException("Bad file descriptor"))).isTrue();
      // Of a pipe that its other owner has set not to block: nothing that is quiet about a loss.
      assertThat(out.hasLostReader(new IOException("Resource temporarily unavailable"))).isFalse();
      assertThat(out.hasLostReader(new IOException())).isFalse();
    }
  }

  @Test
  void aDemoThatCannotBeWrittenHasNotSucceeded() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "Linux");
    try (FileOutputStream full = new FileOutputStream("/dev/full")) {
      Cli.Result result = Cli.startTo(full, "demo", "--for=500ms").await();

      assertThat(result.err()).contains("holdfast: cannot write to standard output: ");
      assertThat(result.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aReaderThatStandsStillDoesNotHoldUpTheEnd() {
    log.publish("1");
    CountDownLatch never = new CountDownLatch(1);
    OutputStream stuck =
        new OutputStream() {
          @Override
          public void write(int b) {
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new AssertionError("must not be interrupted", e);
            }
          }
        };

    Cli.Result result = Cli.startTo(stuck, "-o=data", "--for=100ms", server.url("/events")).await();

    assertThat(result.exitCode()).isZero();
    never.countDown();
  }
}
