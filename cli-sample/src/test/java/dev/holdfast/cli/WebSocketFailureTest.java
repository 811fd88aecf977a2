package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.WebSocketFault;
import dev.holdfast.testkit.WebSocketPeer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a tail by WebSocket ends: the exit status, and one line that says why. */
@Timeout(30)
class WebSocketFailureTest extends StreamTest {
  @Override
  Object url() {
    return server.url("/events?key=s3cret");
  }

  @Test
  void aCloseInGoodOrderIsTheEndOfTheStream() {
    log.publish("one");
    log.end();

    Cli.Result result = Cli.run("-v", "-t=websocket", "-o=json", url());

    assertThat(result.outLines()).hasSize(1);
    assertThat(result.err()).contains("\"reason\":\"END_OF_STREAM\"");
    assertThat(result.exitCode()).isZero();
    assertThat(log.requestCount()).isEqualTo(1);
  }

  static Stream<Arguments> fatal() {
    Headers html = Headers.of("Content-Type", "text/html");
    return Stream.of(
        Arguments.of(Fault.status(401), 3, "HTTP 401"),
        Arguments.of(Fault.status(403), 3, "HTTP 403"),
        Arguments.of(Fault.status(403, html, "<p>"), 3, "HTTP 403"),
        Arguments.of(Fault.status(407), 3, "407"),
        Arguments.of(Fault.status(404), 1, "HTTP 404"),
        Arguments.of(Fault.status(426), 1, "HTTP 426"),
        Arguments.of(Fault.status(200), 1, "HTTP 200 instead of a WebSocket"),
        Arguments.of(WebSocketFault.ignoreUpgrade(), 1, "HTTP 200 instead of a WebSocket"),
        Arguments.of(
            WebSocketFault.onOpen(peer -> peer.close(1008, "over quota")),
            1,
            "closed by the server with 1008 \"over quota\""));
  }

  @ParameterizedTest
  @MethodSource("fatal")
  void failsAtOnce(Fault fault, int exitCode, String message) {
    log.faults(connection -> fault);

    Cli.Result result = Cli.run("-t=websocket", "--retry-base=1ms", url());

    assertThat(result.errLines()).singleElement().asString().contains(message);
    assertThat(result.err()).startsWith("holdfast: ").doesNotContain("s3cret", "Exception");
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.out()).isEmpty();
    assertThat(server.requests()).hasSize(1);
  }

  private static Fault says(Consumer<WebSocketPeer> action) {
    return WebSocketFault.withoutHello().and(WebSocketFault.onOpen(action));
  }

  static Stream<Arguments> givesUp() {
    return Stream.of(
        Arguments.of(Fault.status(503), 1, "HTTP 503"),
        Arguments.of(Fault.resetInsteadOfAnswer(), 1, "no response"),
        Arguments.of(Fault.rawResponse("SSH-2.0-OpenSSH_9.2\r\n"), 4, "not HTTP"),
        Arguments.of(says(peer -> peer.text("{\"kind\":")), 4, "malformed message"),
        Arguments.of(says(peer -> peer.text("{\"kind\":\"event\"}")), 4, "no hello"),
        Arguments.of(says(peer -> peer.binary(new byte[] {1})), 4, "malformed message"),
        Arguments.of(says(peer -> peer.frame(0x83, new byte[0])), 4, ""),
        Arguments.of(says(peer -> peer.text("x".repeat(2000))), 4, ""),
        Arguments.of(says(peer -> peer.close(1002, "what?")), 4, "1002 \"what?\""));
  }

  @ParameterizedTest
  @MethodSource("givesUp")
  void givesUpAfterThreeAttempts(Fault fault, int exitCode, String message) {
    log.faults(connection -> fault);

    Cli.Result result = Cli.run("-t=websocket", "--retry-base=1ms", "--max-event-size=1k", url());

    assertThat(result.errLines())
        .singleElement()
        .asString()
        .startsWith("holdfast: gave up after 3 attempts: ")
        .contains(message);
    assertThat(result.err()).doesNotContain("s3cret", "Exception");
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(server.requests()).hasSize(3);
  }

  static Stream<Arguments> muted() {
    return Stream.of(
        Arguments.of(Fault.neverAnswer(), "no WebSocket within 500 ms"),
        Arguments.of(WebSocketFault.withoutHello(), "no hello within 500 ms"));
  }

  @ParameterizedTest
  @MethodSource("muted")
  void silenceBeforeTheHelloIsNoConnection(Fault fault, String message) {
    log.faults(connection -> fault);

    Cli.Result result =
        Cli.run("-q", "-t=websocket", "--retry-base=1ms", "--proof-timeout=500ms", url());
    Cli.Result json =
        Cli.run(
            "-v",
            "-o=json",
            "-t=websocket",
            "--retry-base=1ms",
            "--proof-timeout=500ms",
            "--max-attempts=1",
            url());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(json.err()).contains("\"reason\":\"MUTED\"", message);
    assertThat(json.exitCode()).isEqualTo(1);
  }

  @Test
  void whatIsBrokenAfterEventsIsTriedAsOftenAsAsked() {
    log.publish("fine");
    byte[] notUtf8 = "\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    log.faults(connection -> WebSocketFault.afterEvents(0, peer -> peer.frame(0x81, notUtf8)));

    Cli.Result result =
        Cli.run("-t=websocket", "--retry-base=1ms", "--max-attempts=2", "-o=data", url());

    assertThat(result.errLines())
        .singleElement()
        .asString()
        .startsWith("holdfast: gave up after 2 attempts");
    assertThat(result.exitCode()).isEqualTo(4);
  }

  @Test
  void nchansTimeLimitIsNotTheEnd() {
    log.publish("7:0", null, "a");
    log.publish("8:0", null, "b");
    log.enqueue(WebSocketFault.afterEvents(1, peer -> peer.close(1000, "408 Request Timeout")));

    Cli.Result result =
        Cli.run("-t=websocket", "--dialect=nchan", "--retry-base=1ms", "-o=data", "-n=2", url());

    assertThat(result.out()).isEqualTo("a\nb\n");
    assertThat(log.requestCount()).isEqualTo(2);
  }
}
