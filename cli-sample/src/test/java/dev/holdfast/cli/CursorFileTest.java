package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The position that one run leaves for the next. */
@Timeout(30)
class CursorFileTest {
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

  private Cli startTail(Object... more) {
    Object[] args = new Object[more.length + 3];
    args[0] = "-o=data";
    args[1] = "--cursor-file=" + file;
    System.arraycopy(more, 0, args, 2, more.length);
    args[more.length + 2] = server.url("/events");
    return Cli.start(args);
  }

  private Cli.Result tail(Object... more) {
    return startTail(more).await();
  }

  private String saved() throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private void awaitSaved(String id) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!saved().equals(id + "\n") && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(saved()).isEqualTo(id + "\n");
  }

  @Test
  void theNextRunContinuesAfterTheLastPrintedEvent() throws IOException {
    log.publish("ü1", null, "a");
    log.publish("ü2", null, "b");
    log.publish("ü3", null, "c");

    assertThat(tail("-n=2").out()).isEqualTo("a\nb\n");
    assertThat(saved()).isEqualTo("ü2\n");
    assertThat(tail("-n=1").out()).isEqualTo("c\n");
    assertThat(saved()).isEqualTo("ü3\n");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void isSavedAtTheEndOfTheStreamAndAtAnInterrupt() throws Exception {
    log.publish("a");
    assertThat(startTail().awaitOut("a\n").interrupt().await().exitCode()).isEqualTo(130);
    assertThat(saved()).isEqualTo("1\n");

    log.publish("b");
    log.end();
    assertThat(tail("--retry-base=1ms").exitCode()).isZero();
    assertThat(saved()).isEqualTo("2\n");
  }

  @Test
  void isSavedWhileTheStreamGoesOn() throws Exception {
    log.publish("a");
    Cli tail = startTail().awaitOut("a\n");

    awaitSaved("1");

    tail.interrupt().await();
  }

  @Test
  void eventsThatAreNotPrintedMoveItToo() throws IOException {
    log.publish("x", "1");
    log.publish("y", "2");
    log.publish("y", "3");
    log.end();

    assertThat(tail("-e=x", "--retry-base=1ms").out()).isEqualTo("1\n");
    assertThat(saved()).isEqualTo("3\n");
  }

  @Test
  void theCommandLineWinsOverIt() throws IOException {
    Files.writeString(file, "1\n");
    log.publish("a");
    log.publish("b");
    log.publish("c");

    assertThat(tail("--last-event-id=2", "-n=1").out()).isEqualTo("c\n");
    assertThat(saved()).isEqualTo("3\n");
  }

  @Test
  void theCommandLineMaySayToBeginAnew() throws IOException {
    Files.writeString(file, "1\n");
    log.publish("a");
    log.publish("b");

    assertThat(tail("--last-event-id=", "-n=1").out()).isEqualTo("a\n");
    assertThat(saved()).isEqualTo("1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void nothingInItIsTheBeginning(String content) throws IOException {
    Files.writeString(file, content);
    log.publish("a");

    assertThat(tail("-n=1").out()).isEqualTo("a\n");
  }

  @Test
  void isOnlyAheadOfNothingThatWasPrinted() throws Exception {
    log.publish("a");
    log.publish("b");
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    OutputStream secondIsStuck =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("one event, one write");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (new String(bytes, UTF_8).equals("b\n")) {
              stuck.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            }
          }
        };
    Cli tail =
        Cli.startTo(secondIsStuck, "-o=data", "--cursor-file=" + file, server.url("/events"));
    stuck.await();
    awaitSaved("1");
    Thread.sleep(700); // Long enough for another save.

    long start = System.nanoTime();
    assertThat(tail.interrupt().await().exitCode()).isEqualTo(130);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(saved()).isEqualTo("1\n");
    never.countDown();
  }

  @Test
  void aClosedStandardOutputLeavesTheEventForTheNextRun() throws IOException {
    log.publish("a");
    log.publish("b");
    OutputStream head =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("one event, one write");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (new String(bytes, UTF_8).equals("b\n")) {
              throw new IOException("Broken pipe");
            }
          }
        };

    Cli.Result result =
        Cli.startTo(head, "-o=data", "--cursor-file=" + file, server.url("/events")).await();

    assertThat(result.exitCode()).isZero();
    assertThat(saved()).isEqualTo("1\n");
  }

  @Test
  void replacesTheFileInsteadOfWritingIntoIt() throws IOException {
    Files.writeString(file, "1\n");
    Path link = Files.createLink(folder.resolve("other"), file);
    log.publish("a");
    log.publish("b");

    tail("-n=1");

    assertThat(saved()).isEqualTo("2\n");
    assertThat(link).hasContent("1\n"); // The old file is as it was: nobody sees half of the new.
  }

  @Test
  void aSymbolicLinkStaysOne() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "1\n");
    Files.createSymbolicLink(file, target);
    log.publish("a");
    log.publish("b");

    tail("-n=1");

    assertThat(file).isSymbolicLink();
    assertThat(target).hasContent("2\n");
  }

  @Test
  void aSecondRunIsRefused() throws Exception {
    log.publish("a");
    Cli first = startTail().awaitOut("a\n");

    Cli.Result second = tail();

    assertThat(second.exitCode()).isEqualTo(2);
    assertThat(second.err())
        .isEqualTo("holdfast: --cursor-file: " + file + ": in use by another holdfast\n");
    first.interrupt().await();
    log.publish("b");
    assertThat(tail("-n=1").out()).isEqualTo("b\n");
  }

  @Test
  void aDiskThatFailsLaterIsToldOnceAndShowsInTheExitStatus() throws Exception {
    Path temporary = folder.resolve("cursor.tmp");
    Cli tail = startTail("-n=2");
    log.awaitSubscribers(1, Duration.ofSeconds(10));
    Files.createDirectory(temporary); // Root writes to read-only folders, but not over a folder.
    log.publish("a");
    tail.awaitErr("cannot save the cursor in " + file + ": ");
    Thread.sleep(600); // It tries again.
    log.publish("b");

    Cli.Result result = tail.await();

    assertThat(result.errLines()).hasSize(1);
    assertThat(result.out()).isEqualTo("a\nb\n");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void aDiskThatRecoversIsNoFailure() throws Exception {
    Path temporary = folder.resolve("cursor.tmp");
    Cli tail = startTail("-n=2");
    log.awaitSubscribers(1, Duration.ofSeconds(10));
    Files.createDirectory(temporary);
    log.publish("a");
    tail.awaitErr("cannot save the cursor in ");
    Files.delete(temporary);
    awaitSaved("1");
    log.publish("b");

    assertThat(tail.await().exitCode()).isZero();
    assertThat(saved()).isEqualTo("2\n");
  }

  @Test
  void anOlderCursorThatWasAskedForReplacesWhatIsInTheFile() throws IOException {
    Files.writeString(file, "42\n");
    log.publish("7", null, "a");
    log.raw("data: without an id\n\n".getBytes(UTF_8));
    assertThat(tail("--last-event-id=7", "-n=1").exitCode()).isZero();
    assertThat(saved()).isEqualTo("7\n");
  }
}
