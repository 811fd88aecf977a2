package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that come from a file. */
@Timeout(30)
class BearerTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private StreamServer server;
  private EventLog log;
  private Path file;

  @BeforeEach
  void start() {
    server = StreamServer.builder().start();
    log = server.stream("/events").startFromBeginning();
    file = folder.resolve("token");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Object url() {
    return server.url("/events");
  }

  private String sent() throws InterruptedException {
    return server.takeRequest("/events", SOON).header("Authorization");
  }

  @Test
  void isReadAgainForEachAttempt() throws Exception {
    Files.writeString(file, "s3cret-1\n");
    Cli tail = Cli.start("-v", "-n=1", "--retry-base=1ms", "--bearer-file=" + file, url());
    log.awaitSubscribers(1, SOON);
    assertThat(sent()).isEqualTo("Bearer s3cret-1");

    Files.writeString(file, "s3cret-2");
    log.disconnect();
    assertThat(sent()).isEqualTo("Bearer s3cret-2");

    log.publish("a");
    Cli.Result result = tail.await();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out() + result.err()).doesNotContain("s3cret");
  }

  @Test
  void aFileThatIsGoneMeanwhileFailsTheAttemptOnly() throws Exception {
    Files.writeString(file, "s3cret");
    Cli tail = Cli.start("-v", "-n=1", "--retry-base=50ms", "--bearer-file=" + file, url());
    log.awaitSubscribers(1, SOON);

    Files.delete(file);
    log.disconnect();
    tail.awaitErr("--bearer-file: " + file + ": no such file or folder");
    Files.writeString(file, "s3cret");
    log.publish("a");

    assertThat(tail.await().exitCode()).isZero();
  }

  @Test
  void aTokenThatIsRefusedIsReadOnceMore() throws Exception {
    Files.writeString(file, "s3cret-1");
    log.publish("a");
    // Whoever renews the token does so just before the server says that it has to be.
    log.faults(
        connection -> {
          if (connection.number() > 1) {
            return Fault.none();
          }
          write("s3cret-2");
          return Fault.status(401);
        });

    Cli.Result result = Cli.run("-v", "-n=1", "--bearer-file=" + file, url());

    assertThat(result.exitCode()).isZero();
    assertThat(sent()).isEqualTo("Bearer s3cret-1");
    assertThat(sent()).isEqualTo("Bearer s3cret-2");
    assertThat(result.err()).contains("HTTP 401", "again, with other credentials");
    assertThat(result.err()).doesNotContain("s3cret");
  }

  private void write(String token) {
    try {
      Files.writeString(file, token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTokenThatIsRefusedAgainEndsTheCommand() throws Exception {
    Files.writeString(file, "s3cret");
    log.faults(connection -> Fault.status(401));

    Cli.Result result = Cli.run("--bearer-file=" + file, url());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(server.requests()).hasSize(2);
    assertThat(result.err()).contains("HTTP 401").doesNotContain("s3cret");
  }

  @Test
  void doesNotFollowARedirectToAnotherOrigin() throws Exception {
    Files.writeString(file, "s3cret");
    try (StreamServer other = StreamServer.builder().start()) {
      other.stream("/events").startFromBeginning().publish("a");
      log.enqueue(Fault.redirect(other.url("/events").toString(), 302));

      assertThat(Cli.run("-n=1", "--bearer-file=" + file, url()).exitCode()).isZero();

      assertThat(sent()).isEqualTo("Bearer s3cret");
      assertThat(other.takeRequest("/events", SOON).header("Authorization")).isNull();
    }
  }

  @Test
  void whatIsNoTokenIsRefusedAtTheStart() throws IOException {
    refuses("no such file or folder");
    Files.createDirectory(file);
    refuses("is a directory");
    Files.delete(file);
    refusesContent("", "empty");
    refusesContent("\n", "empty");
    String bad = "has a line end, a blank or another character that no token has";
    refusesContent("s3cret\ns3cret\n", bad);
    refusesContent("s3cret\n\n", bad);
    refusesContent("s3cret\u0007", bad);
    refusesContent("Bearer s3cret", bad);
    refusesContent("s3crét", bad);
    refusesContent("s3cret".repeat(20_000), "longer than 65536 bytes, which no token is");
  }

  private void refusesContent(String content, String why) throws IOException {
    Files.writeString(file, content);
    refuses(why);
  }

  private void refuses(String why) {
    Cli.Result result = Cli.run("--bearer-file=" + file, url());

    assertThat(result.err()).isEqualTo("holdfast: --bearer-file: " + file + ": " + why + "\n");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aTokenOnTheCommandLineIsWarnedOf() {
    log.publish("a");

    Cli.Result warned = Cli.run("-n=1", "-H=authorization: Bearer s3cret", url());
    assertThat(warned.errLines()).hasSize(1).first().asString().contains("--bearer-file");
    assertThat(warned.err()).doesNotContain("s3cret");
    assertThat(warned.exitCode()).isZero();

    assertThat(Cli.run("-q", "-n=1", "-H=Authorization: Bearer s3cret", url()).err()).isEmpty();
    assertThat(Cli.run("-n=1", "-H=X-Authorization: x", url()).err()).isEmpty();
  }

  @Test
  void oneTokenIsEnough() throws IOException {
    Files.writeString(file, "s3cret");

    Cli.Result result = Cli.run("--bearer-file=" + file, "-H=Authorization: Basic s3cret", url());

    assertThat(result.err())
        .isEqualTo("holdfast: --bearer-file and -H Authorization contradict each other\n");
    assertThat(result.exitCode()).isEqualTo(2);
  }
}
