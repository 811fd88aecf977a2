package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked of WebSocket and cannot be: exit status 2 and one line, before any request. */
class WebSocketUsageTest {
  private static final String URL = "http://127.0.0.1:1/";

  private static final String ONLY_BY_NAME =
      " is for WebSocket, which takes -t websocket"
          + " (alone, or beside others in the order of trying)";

  private static Arguments row(String message, String... args) {
    return Arguments.of(message, args);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        row("--dialect: raw" + ONLY_BY_NAME, "--dialect=raw", URL),
        row("--dialect: raw" + ONLY_BY_NAME, "--dialect=raw", "-t=auto", URL),
        row("--dialect: raw" + ONLY_BY_NAME, "--dialect=raw", "-t=long-poll", URL),
        row("--dialect: raw" + ONLY_BY_NAME, "--dialect=raw", "-t=sse", "-t=long-poll", URL),
        row("--websocket-url" + ONLY_BY_NAME, "--websocket-url=ws://h/", URL),
        row("--websocket-url" + ONLY_BY_NAME, "--websocket-url=ws://h/", "-t=sse", URL),
        row("a ws or wss URL" + ONLY_BY_NAME, "ws://me:s3cret@h/x?key=s3cret"),
        row("a ws or wss URL" + ONLY_BY_NAME, "-t=sse", "WSS://h/x"),
        row("not an http or https URL: \"http://\"", "-t=websocket", "ws://"),
        row(
            "--websocket-url: not an http or https URL: \"ftp://…@h/x?…\"",
            "-t=websocket",
            "--websocket-url=ftp://me:s3cret@h/x?key=s3cret",
            URL),
        row(
            "--websocket-url: not an http or https URL: \"/ws\"",
            "-t=websocket",
            "--websocket-url=/ws",
            URL),
        row("--websocket-url: URL is missing", URL, "--websocket-url"),
        row("--transport: websocket is there twice", "-t=websocket", "-t=websocket", URL),
        row(
            "--transport: no such transport: \"ws\" (write auto, sse, long-poll or websocket)",
            "-t=ws",
            URL),
        row(
            "--transport: auto is an order of its own, and stands alone",
            "-t=auto",
            "-t=websocket",
            URL),
        row(
            "--transport: a WebSocket opens by a GET; beside -X or -d, --websocket-url has to say"
                + " where",
            "-t=sse",
            "-t=websocket",
            "-d=x",
            URL),
        row(
            "--transport: a WebSocket opens by a GET, without -X or -d",
            "-t=websocket",
            "--websocket-url=ws://h/",
            "-X=REPORT",
            URL));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void saysWhatIsWrong(String message, String[] args) {
    Cli.Result result = Cli.run((Object[]) args);

    assertThat(result.err()).isEqualTo("holdfast: " + message + "\n");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void helpNamesIt() {
    assertThat(Cli.run("--help").out().replaceAll("\\s+", " "))
        .contains("websocket: WebSocket;", "--websocket-url=URL", "raw: a message is an event")
        .contains("-t websocket -t sse wss://");
  }
}
