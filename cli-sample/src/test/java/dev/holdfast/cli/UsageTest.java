package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be carried out: exit status 2 and one line that names it, before any request. */
class UsageTest {
  private static final String URL = "http://127.0.0.1:1/";

  private static final String AUTO_ALONE =
      "--transport: auto is an order of its own, and stands alone";

  private static Arguments row(String message, String... args) {
    return Arguments.of(message, args);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        row("no URL (holdfast --help shows what to write)"),
        row("no URL (holdfast --help shows what to write)", "tail"),
        row("one URL expected, but there are 2 arguments", URL, URL),
        row("one URL expected, but there are 2 arguments", "push", URL),
        row("send comes first: holdfast send [OPTIONS] URL [MESSAGE...]", "-v", "send", URL),
        row("not an http or https URL: \"example.com/x\"", "example.com/x"),
        row("not an http or https URL: \"ftp://…@h/x?…\"", "ftp://me:s3cret@h/x?key=s3cret"),
        row("not an http or https URL: \"\"", ""),
        row("unknown option: --foo", "--foo=s3cret", URL),
        row("unknown option: -z", "-zs3cret", URL),
        row("--output: no such form: \"xml\" (write text, json, data or raw)", "-o", "xml", URL),
        row("--output: FORM is missing", URL, "-o"),
        row("-H: no colon in \"NoColon\" (write 'Name: value')", "-H", "NoColon", URL),
        row("-H: no colon in \"X…\" (write 'Name: value')", "-H", "X s3cret", URL),
        row(
            "-H: header X has a character at index 6 that no header may have: 0x0d",
            "-H",
            "X: s3cret\r\nY: s3cret",
            URL),
        row("-H: not a header name before the colon: \"a…\"", "-H", "a b: s3cret", URL),
        row("--max-events: not a whole number from 1 to 2147483647: \"0\"", "-n", "0", URL),
        row("--max-events: not a whole number from 1 to 2147483647: \"ten\"", "-n", "ten", URL),
        row(
            "--max-attempts: not a whole number from 0 to 2147483647: \"-1\"",
            "--max-attempts",
            "-1",
            URL),
        row(
            "--max-attempts: not a whole number from 0 to 2147483647: \"9999999999\"",
            "--max-attempts",
            "9999999999",
            URL),
        row("--for: not a duration: \"5\" (write 500ms, 5s, 2m or 1h)", "--for", "5", URL),
        row("--for: must be more than zero: \"0s\"", "--for", "0s", URL),
        row(
            "--max-event-size: not a size: \"1x\" (write bytes, as 500, 64k or 16m)",
            "--max-event-size",
            "1x",
            URL),
        row(
            "--retry-base 2s is longer than --retry-cap 1s",
            "--retry-base=2s",
            "--retry-cap=1s",
            URL),
        row("--retry-base 1m is longer than --retry-cap 30s (the default)", "--retry-base=1m", URL),
        row(
            "--transport: no such transport: \"SSE\" (write auto, sse, long-poll or websocket)",
            "-t",
            "SSE",
            URL),
        row(
            "--transport: no such transport: \"sse,long-poll\" (write auto, sse, long-poll or"
                + " websocket)",
            "-t",
            "sse,long-poll",
            URL),
        row("--transport: sse is there twice", "-t=sse", "-t=long-poll", "-t=sse", URL),
        row("--transport: auto is there twice", "-t=auto", "-t=auto", URL),
        row(AUTO_ALONE, "-t=auto", "-t=sse", URL),
        row(AUTO_ALONE, "-t=long-poll", "-t=auto", URL),
        row(
            "--transport: a poll is a GET; beside -X or -d, --long-poll-url has to say where",
            "-t=sse",
            "-t=long-poll",
            "-d=x",
            URL),
        row(
            "--transport: a poll is a GET; beside -X or -d, --long-poll-url has to say where",
            "-t=long-poll",
            "-X=REPORT",
            URL),
        row(
            "--transport: a poll is a GET, without -X or -d",
            "-t=long-poll",
            "--long-poll-url=" + URL,
            "-d=x",
            URL),
        row(
            "--long-poll-url: not an http or https URL: \"ftp://…@h/x?…\"",
            "--long-poll-url=ftp://me:s3cret@h/x?key=s3cret",
            URL),
        row("--long-poll-url: not an http or https URL: \"/poll\"", "--long-poll-url=/poll", URL),
        row("--dialect: no such dialect: \"x\" (write standard, nchan or raw)", "--dialect=x", URL),
        row("--proof-timeout: must be more than zero: \"0s\"", "--proof-timeout=0s", URL),
        row(
            "--heartbeat: not a heartbeat: \"none\" (write auto, off, or a duration such as 30s)",
            "--heartbeat=none",
            URL),
        row(
            "--heartbeat: not a duration: \"30\" (write 500ms, 5s, 2m or 1h)",
            "--heartbeat=30",
            URL),
        row("--heartbeat: must be more than zero: \"0s\"", "--heartbeat=0s", URL),
        row("--heartbeat: auto|off|DURATION is missing", URL, "--heartbeat"),
        row(
            "--max-connection-age: not a duration: \"off\" (write 500ms, 5s, 2m or 1h)",
            "--max-connection-age=off",
            URL),
        row("--poll-interval: must be more than zero: \"0ms\"", "--poll-interval=0ms", URL),
        row(
            "--resume-check: no such check: \"x\" (write last-id or anchored)",
            "--resume-check",
            "x",
            URL),
        row("-X: not an HTTP method: \"G T\"", "-X", "G T", URL),
        row("-X: GET must not have a body", "-X", "GET", "-d", "x", URL),
        row("-X: HEAD must not have a body", "-X", "HEAD", "-d", "x", URL),
        row(
            "--last-event-id: lastEventId must have no CR, LF or NUL and at most 4096 bytes of"
                + " UTF-8, but has 3 bytes: \"1\\n2\"",
            "--last-event-id",
            "1\n2",
            URL),
        row(
            "an argument has characters that this locale cannot express (LC_ALL=C.UTF-8 can)",
            "-d",
            "gr\ufffd\ufffdn",
            URL),
        row(
            "the user and password of the URL would not be sent: give a token by --bearer-file, or"
                + " what the server wants by -H 'Authorization: ...'",
            "http://me:s3cret@127.0.0.1:1/"),
        row(
            "--max-attempts does nothing where --no-reconnect allows one",
            "--no-reconnect",
            "--max-attempts=5",
            URL),
        row(
            "--long-poll-url is for long polling, which -t leaves out",
            "-t=sse",
            "--long-poll-url=" + URL,
            URL),
        row(
            "--poll-interval is for long polling, which -t leaves out",
            "-t=sse",
            "--poll-interval=5s",
            URL),
        row(
            "--proxy: not a host and a port: squid_proxy:3128",
            "--proxy=http://u:s3cret@squid_proxy:3128",
            URL),
        row("-v and -q contradict each other", "-v", "-q", URL),
        row("--port: not a port from 0 to 65535: \"70000\"", "demo", "--port", "70000"),
        row("one argument too many", "demo", URL),
        row("unknown option: --output", "demo", "--output=json"));
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
  void helpShowsHowToUseIt() {
    Cli.Result result = Cli.run("--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("Usage: holdfast [tail] [OPTIONS] URL ")
        .contains(
            "holdfast demo",
            "--max-events",
            "How to carry the events:",
            "--heartbeat=auto|off|DURATION",
            "--max-connection-age=DURATION",
            "Examples:",
            "Exit status:",
            "NO_COLOR");
    assertThat(result.outLines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void eachCommandHasHelp() {
    assertThat(Cli.run("tail", "--help").out()).contains("--last-event-id");
    assertThat(Cli.run("http://x/", "--help").out()).contains("--last-event-id");
    assertThat(Cli.run("demo", "--help").out()).contains("--serve");
    Cli.Result send = Cli.run("send", "--help");
    assertThat(send.out())
        .startsWith("Usage: holdfast send [OPTIONS] URL [MESSAGE...]\n")
        .contains("--follow", "--binary", "--send-url=URL", "--max-attempts", "Exit status:")
        .doesNotContain("--event=");
    assertThat(send.outLines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void versionIsOneLine() {
    Cli.Result result = Cli.run("--version");

    assertThat(result.exitCode()).isZero();
    assertThat(result.outLines()).hasSize(1).allMatch(line -> line.startsWith("holdfast "));
  }
}
