package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is printed, and when it ends well. */
@Timeout(30)
class TailTest extends StreamTest {
  @Test
  void printsJsonUntilTheServerEndsTheStream() {
    log.publish("trade", "a\nb");
    log.publish("ü東🚀");
    log.end();

    Cli.Result result = Cli.run("-o", "json", "--retry-base=1ms", url());

    assertThat(result.out())
        .isEqualTo(
            """
            {"id":"1","type":"trade","data":"a\\nb","transport":"sse"}
            {"id":"2","type":"message","data":"ü東🚀","transport":"sse"}
            """);
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void printsDataOnly() {
    log.publish("trade", "a\nb");
    log.publish("");

    assertThat(Cli.run("tail", "-o", "data", "-n", "2", url()).out()).isEqualTo("a\nb\n\n");
  }

  @Test
  void printsTextForPeopleByDefault() {
    log.publish("trade", "a\u001b[31m\nb");

    assertThat(Cli.run("-n", "1", url()).out())
        .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  trade  1  a\\\\x1b\\[31m\n {24}b\n");
  }

  @Test
  void rawOutputIsTheSameStreamAgain() {
    log.publish("1", "a", "x\n\n y");
    log.publish(null, null, "no id of its own");
    log.publish("5", "hidden", "not printed, but it moves the position");
    log.publish(null, "b", "after it");
    log.publish("", null, "resets the position");
    log.publish(null, null, "");
    EventLog copy = server.stream("/copy").startFromBeginning();

    copy.raw(
        Cli.run("-o", "raw", "-n", "5", "-e", "a", "-e", "b", "-e", "message", url())
            .out()
            .getBytes(StandardCharsets.UTF_8));

    Object[] filter = {"-o", "json", "-n", "5", "-e", "a", "-e", "b", "-e", "message"};
    assertThat(json(server.url("/copy"), filter))
        .isEqualTo(json(url(), filter))
        .contains("\"id\":\"5\",\"type\":\"b\"", "\"id\":null,\"type\":\"message\"");
  }

  private static String json(Object url, Object[] options) {
    Object[] args = Arrays.copyOf(options, options.length + 1);
    args[options.length] = url;
    return Cli.run(args).out();
  }

  @Test
  void countsPrintedEventsOnly() {
    log.publish("a", "1");
    log.publish("b", "2");
    log.publish("a", "3");
    log.publish("a", "4");

    Cli.Result result = Cli.run("-o", "data", "-e", "a", "-n", "2", url());

    assertThat(result.out()).isEqualTo("1\n3\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void eventsWithoutTypeAreMessages() {
    log.publish("a", "1");
    log.publish("2");

    assertThat(Cli.run("-o", "data", "-e", "message", "-n", "1", url()).out()).isEqualTo("2\n");
  }

  @Test
  void endsAfterATime() {
    log.publish("1");
    long start = System.nanoTime();

    Cli.Result result = Cli.run("-o", "data", "--for", "300ms", url());

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
    assertThat(result.out()).isEqualTo("1\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void endsAfterATimeWhileNothingConnects() {
    server.stop();

    Cli.Result result = Cli.run("--for", "200ms", "--max-attempts", "0", url());

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
  }

  @Test
  void eachEventIsOutAtOnce() throws InterruptedException {
    Cli cli = Cli.start("-o", "data", url());
    log.publish("first");
    cli.awaitOut("first\n");
    log.publish("second");
    cli.awaitOut("first\nsecond\n").interrupt().await();
  }

  @Test
  void interruptEndsItWith130() throws InterruptedException {
    log.publish("1");

    Cli.Result result = Cli.start("-o", "data", url()).awaitOut("1\n").interrupt().await();

    assertThat(result.exitCode()).isEqualTo(130);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void survivesALossAndPrintsNothingTwice() throws InterruptedException {
    log.enqueue(Fault.resetAfterBytes(25));
    log.publish("one"); // 20 bytes
    log.publish("two");

    Cli cli = Cli.start("-o", "data", "--retry-base", "1ms", url()).awaitOut("two");
    log.end();

    assertThat(cli.await().out()).isEqualTo("one\ntwo\n");
    assertThat(server.requests()).extracting(SeenRequest::lastEventId).startsWith(null, "1");
  }

  @Test
  void anchoredAsksForOneMore() throws InterruptedException {
    log.enqueue(Fault.eofAfterBytes(40));
    log.publish("one");
    log.publish("two");
    log.publish("three");

    Cli.Result result =
        Cli.run("-o", "data", "--retry-base=1ms", "--resume-check=anchored", "-n", "3", url());

    assertThat(result.out()).isEqualTo("one\ntwo\nthree\n");
    assertThat(server.requests()).extracting(SeenRequest::lastEventId).startsWith(null, "1");
  }

  @Test
  void asksForWhatWasAskedFor() throws InterruptedException {
    log.publish("1");
    log.publish("2");

    Cli.Result result =
        Cli.run(
            "-o=data",
            "-n1",
            "--last-event-id",
            "1",
            "-H",
            "X-A: b",
            "-H",
            "X-A:c:d",
            "-X",
            "REPORT",
            "-t",
            "sse",
            url());

    assertThat(result.out()).isEqualTo("2\n");
    SeenRequest request = server.takeRequest(SOON);
    assertThat(request.method()).isEqualTo("REPORT");
    assertThat(request.headers().values("X-A")).containsExactly("b", "c:d");
    assertThat(request.lastEventId()).isEqualTo("1");
  }

  @Test
  void aLaterOptionWins() {
    log.publish("1");

    Cli.Result result = Cli.run("-o", "json", "-o", "data", "-n", "5", "-n", "1", url());

    assertThat(result.out()).isEqualTo("1\n");
    assertThat(result.err()).isEmpty();
  }
}
