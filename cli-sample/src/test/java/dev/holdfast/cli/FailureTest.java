package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.ServerCertificate;
import dev.holdfast.testkit.StreamServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong with the stream: the exit status, and one line that says what. */
@Timeout(30)
class FailureTest extends StreamTest {
  @Override
  Object url() {
    return server.url("/events?key=s3cret");
  }

  static Stream<Arguments> fatal() {
    return Stream.of(
        Arguments.of(Fault.status(401), 1, 3, "HTTP 401"),
        Arguments.of(Fault.status(403), 1, 3, "HTTP 403"),
        Arguments.of(Fault.status(407), 1, 3, "407"),
        Arguments.of(Fault.status(404), 2, 1, "HTTP 404"),
        Arguments.of(Fault.body("text/html", "<p>"), 2, 1, "content type \"text/html\""),
        Arguments.of(Fault.redirect("ftp://elsewhere/", 302), 2, 1, "redirect"));
  }

  @ParameterizedTest
  @MethodSource("fatal")
  void failsAtOnce(Fault fault, int requests, int exitCode, String message) {
    log.faults(connection -> fault);

    Cli.Result result = Cli.run("--retry-base=1ms", url());

    assertThat(result.errLines()).singleElement().asString().contains(message);
    assertThat(result.err()).startsWith("holdfast: ").doesNotContain("s3cret", "Exception");
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.out()).isEmpty();
    assertThat(server.requests()).hasSize(requests); // One for each transport.
  }

  static Stream<Arguments> givesUp() {
    return Stream.of(
        Arguments.of(Fault.status(503), 1, "HTTP 503"),
        Arguments.of(Fault.resetInsteadOfAnswer(), 1, "no response"),
        Arguments.of(Fault.rawResponse("SSH-2.0-OpenSSH_9.2\r\n"), 4, "not HTTP"),
        Arguments.of(Fault.endlessHeaders(), 4, "not HTTP"),
        Arguments.of(Fault.endlessLine(), 4, "line"));
  }

  @ParameterizedTest
  @MethodSource("givesUp")
  void givesUpAfterThreeAttempts(Fault fault, int exitCode, String message) {
    log.faults(connection -> fault);

    Cli.Result result = Cli.run("--retry-base=1ms", "--max-event-size=64k", url());

    assertThat(result.errLines())
        .singleElement()
        .asString()
        .startsWith("holdfast: gave up after 3 attempts: ")
        .contains(message);
    assertThat(result.err()).doesNotContain("s3cret", "Exception");
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void nobodyListens() {
    server.stop();

    Cli.Result result = Cli.run("--retry-base=1ms", url());

    assertThat(result.errLines())
        .singleElement()
        .asString()
        .startsWith("holdfast: gave up after 3 attempts: cannot reach http://127.0.0.1:")
        .doesNotContain("s3cret");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void unknownHost() {
    Cli.Result result = Cli.run("--retry-base=1ms", "http://no-such-host.invalid/?key=s3cret");

    assertThat(result.errLines())
        .singleElement()
        .asString()
        .contains("no-such-host.invalid")
        .doesNotContain("s3cret");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void untrustedCertificate() {
    try (StreamServer tls = StreamServer.builder().tls(ServerCertificate.UNTRUSTED).start()) {
      tls.stream("/events");

      Cli.Result result = Cli.run(tls.url("/events"));

      assertThat(result.errLines()).singleElement().asString().contains("certificate");
      assertThat(result.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void redirectLoop() {
    log.faults(connection -> Fault.redirect("/events", 302));

    Cli.Result result = Cli.run(url());

    assertThat(result.errLines()).singleElement().asString().contains("redirect");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void maxAttemptsCountsRequests() {
    log.faults(connection -> Fault.status(503));

    Cli.Result result = Cli.run("--retry-base=1ms", "--max-attempts=5", url());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(server.requests()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {2000, 400}) // One line that is too long; five that are together.
  void whatIsTooLargeGivesUpWithFour(int lineLength) {
    log.publish("fine");
    log.publish(("x".repeat(lineLength) + "\n").repeat(2000 / lineLength));

    Cli.Result result =
        Cli.run("-o=data", "--retry-base=1ms", "--max-attempts=2", "--max-event-size=1k", url());

    assertThat(result.out()).isEqualTo("fine\n");
    assertThat(result.errLines())
        .singleElement()
        .asString()
        .startsWith("holdfast: gave up after 2");
    assertThat(result.exitCode()).isEqualTo(4);
  }

  @Test
  void quietFailsWithoutAWord() {
    log.enqueue(Fault.status(401));

    Cli.Result result = Cli.run("-q", url());

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void oneConnectionOnlyIsFineWithEvents() {
    log.publish("1");
    log.enqueue(Fault.eofAfterBytes(15));

    Cli.Result result = Cli.run("--no-reconnect", "-o=data", url());

    assertThat(result.out()).isEqualTo("1\n");
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void whatIsTooLargeIsNoEndOfTheOnlyConnection() {
    log.publish("1");
    log.publish("x".repeat(100));

    Cli.Result result = Cli.run("--no-reconnect", "--max-event-size=50", "-o=data", url());

    assertThat(result.out()).isEqualTo("1\n");
    assertThat(result.err()).startsWith("holdfast: ");
    assertThat(result.exitCode()).isEqualTo(4);
  }

  @Test
  void oneConnectionOnlyFailsWithoutEvents() {
    log.enqueue(Fault.eofAfterBytes(0));

    Cli.Result result = Cli.run("--no-reconnect", url());

    assertThat(result.err()).startsWith("holdfast: the server ended the response");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(server.requests()).hasSize(1);
  }
}
