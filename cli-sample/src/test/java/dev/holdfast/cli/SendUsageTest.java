package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What of a send cannot be carried out: exit status 2 and one line, before any request. */
class SendUsageTest {
  private static final String URL = "http://127.0.0.1:1/";

  private static Arguments row(String message, String... args) {
    return Arguments.of(message, args);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        row("no URL (holdfast send --help shows what to write)"),
        row("not an http or https URL: \"hello\"", "hello", URL),
        row("not an http or https URL: \"ftp://…@h/x?…\"", "ftp://me:s3cret@h/x?key=s3cret", "x"),
        row("not an http or https URL: \"http://\"", "ws://", "x"),
        row("unknown option: --event", "--event=trade", URL, "x"),
        row("unknown option: -e", "-e", "trade", URL, "x"),
        row("--send-url: not an http or https URL: \"/x\"", "--send-url=/x", URL, "x"),
        row(
            "--send-url: not an http or https URL: \"ws://…@h/x?…\"",
            "--send-url=ws://me:s3cret@h/x?key=s3cret",
            URL,
            "x"),
        row("--max-events counts printed events, which takes -f", "-n=1", URL, "x"),
        row(
            "--cursor-file keeps the place of printed events, which takes -f",
            "--cursor-file=c",
            URL,
            "x"),
        row(
            "a ws or wss URL is for WebSocket, which takes -t websocket"
                + " (alone, or beside others in the order of trying)",
            "-t=sse",
            "ws://h/",
            "x"),
        row(
            "a ws or wss URL is for WebSocket, which takes -t websocket"
                + " (alone, or beside others in the order of trying)",
            "-d={}",
            "ws://h/",
            "x"),
        row(
            "--dialect: raw is for WebSocket, which takes -t websocket"
                + " (alone, or beside others in the order of trying)",
            "-t=sse",
            "--dialect=raw",
            URL,
            "x"),
        row("-v and -q contradict each other", "-v", "-q", URL, "x"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void saysWhatIsWrong(String message, String[] args) {
    Object[] all = Stream.concat(Stream.of("send"), Stream.of(args)).toArray();
    Cli.Result result = Cli.run(all);

    assertThat(result.err()).isEqualTo("holdfast: " + message + "\n");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }
}
