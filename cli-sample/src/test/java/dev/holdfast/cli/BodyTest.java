package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.StreamServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code -d} and {@code -X} send. */
@Timeout(30)
class BodyTest {
  private StreamServer server;

  @BeforeEach
  void start() {
    server = StreamServer.builder().start();
    EventLog log = server.stream("/chat").startFromBeginning();
    log.publish("token");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SeenRequest sent(Object... options) throws InterruptedException {
    Object[] args = Arrays.copyOf(options, options.length + 2);
    args[options.length] = "-n1";
    args[options.length + 1] = server.url("/chat");
    assertThat(Cli.run(args).exitCode()).isZero();
    return server.takeRequest(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"q\":\"ü\"}|application/json",
        "[1]|application/json",
        "12|application/json",
        "null|application/json",
        "{\"q\":1} x|text/plain; charset=utf-8",
        "{q:1}|text/plain; charset=utf-8",
        "hello ü|text/plain; charset=utf-8",
        "@name|text/plain; charset=utf-8",
        "''|text/plain; charset=utf-8"
      })
  void bodyIsPostedWithItsType(String body, String type) throws InterruptedException {
    SeenRequest request = sent("-d", body);

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.body().utf8()).isEqualTo(body);
    assertThat(request.headers().values("Content-Type")).containsExactly(type);
  }

  @Test
  void aBodyThatNamesAFileIsStillThatText(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("options"), "--no-such-option");

    assertThat(sent("-d", "@" + file).body().utf8()).isEqualTo("@" + file);
  }

  @Test
  void headerOptionSetsTheType() throws InterruptedException {
    SeenRequest request = sent("-d", "{}", "-H", "content-type: application/x-y");

    assertThat(request.headers().values("Content-Type")).containsExactly("application/x-y");
  }

  @Test
  void methodIsAsGiven() throws InterruptedException {
    SeenRequest request = sent("-X", "PUT", "-d", "x");

    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.body().utf8()).isEqualTo("x");
  }

  @Test
  void postWithoutBodyHasNone() throws InterruptedException {
    SeenRequest request = sent("-X", "POST");

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.header("Content-Length")).isEqualTo("0");
    assertThat(request.header("Content-Type")).isNull();
  }
}
