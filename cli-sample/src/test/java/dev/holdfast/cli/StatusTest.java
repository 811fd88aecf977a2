package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Replay;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What standard error tells about the connection. */
@Timeout(30)
class StatusTest extends StreamTest {
  /** A server that loses event 2 and starts anew with 9 after one that ended its response. */
  private void gap() {
    log.publish("1", null, "one");
    log.publish("2", null, "two");
    log.enqueue(Fault.eofAfterBytes(34)); // All of both.
    log.replay(Replay.liveOnly());
  }

  @Test
  void jsonLinesTellWhatHappens() throws Exception {
    gap();

    Cli cli =
        Cli.start("-v", "-o=json", "--retry-base=1ms", "--resume-check=anchored", "-n=3", url());
    log.awaitSubscribers(1, SOON);
    cli.awaitErr("RECONNECTED");
    log.publish("9", null, "nine");
    Cli.Result result = cli.await();

    List<JsonNode> lines = new ArrayList<>();
    for (String line : result.errLines()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines)
        .extracting(line -> line.get("kind").textValue())
        .containsExactly("open", "retry", "open", "gap", "closed");
    assertThat(lines).allSatisfy(line -> Instant.parse(line.get("at").textValue()));
    assertThat(fields(lines.get(0)))
        .isEqualTo("kind reason=CONNECTED transport=sse protocol=http/1.1 status=200 attempt=1");
    assertThat(lines.get(1).get("reason").textValue()).isEqualTo("RESPONSE_ENDED");
    assertThat(lines.get(1).get("delayMillis").isNumber()).isTrue();
    assertThat(fields(lines.get(3)))
        .isEqualTo("kind reason=RESUME_NOT_HONOURED certainty=POSSIBLE from=2 to=9");
    assertThat(fields(lines.get(4)))
        .isEqualTo("kind reason=LIMIT_REACHED message=--max-events reached");
  }

  private static String fields(JsonNode line) throws IOException {
    StringBuilder text = new StringBuilder("kind");
    line.fields()
        .forEachRemaining(
            field -> {
              if (!field.getKey().equals("at") && !field.getKey().equals("kind")) {
                text.append(' ')
                    .append(field.getKey())
                    .append('=')
                    .append(field.getValue().asText());
              }
            });
    return text.toString();
  }

  @Test
  void jsonFailureIsAJsonLineToo() throws Exception {
    log.enqueue(Fault.status(401));

    Cli.Result result = Cli.run("-v", "-o=json", url());

    JsonNode line = new ObjectMapper().readTree(result.errLines().get(0));
    assertThat(result.errLines()).hasSize(1);
    assertThat(line.get("kind").textValue()).isEqualTo("closed");
    assertThat(line.get("reason").textValue()).isEqualTo("CREDENTIALS_REFUSED");
    assertThat(line.get("message").textValue()).startsWith("HTTP 401");
  }

  @Test
  void verboseTellsPeople() {
    log.publish("1");
    log.enqueue(Fault.eofAfterBytes(15));
    log.end();

    Cli.Result result = Cli.run("-v", "-o=data", "--retry-base=1ms", url());

    assertThat(result.errLines()).hasSize(5);
    assertThat(result.errLines().get(0))
        .matches("\\* [0-9:.]{12} open: sse, http/1\\.1 200, attempt 1");
    assertThat(result.errLines().get(1))
        .matches(
            "\\* [0-9:.]{12} attempt: 1 by sse, accepted after \\d+ ms, proven after \\d+ ms,"
                + " over after \\d+ ms, 1 event, LOST");
    assertThat(result.errLines().get(2))
        .matches("\\* [0-9:.]{12} retry: in \\d+ ms: the server ended the response: http.*");
    assertThat(result.errLines().get(3))
        .matches("\\* [0-9:.]{12} attempt: 2 by sse, over after \\d+ ms, ENDED");
    assertThat(result.errLines().get(4))
        .matches("\\* [0-9:.]{12} closed: the server ended the stream");
  }

  @Test
  void textWarnsOfLosses() throws InterruptedException {
    gap();

    Cli.Result result = runIntoGap("-o=text");

    assertThat(result.err())
        .isEqualTo(
            "holdfast: events may be lost after 2 before 9:"
                + " the server did not resume where it was asked to\n");
  }

  @Test
  void quietAndOtherFormsDoNot() throws InterruptedException {
    gap();
    assertThat(runIntoGap("-q").err()).isEmpty();
  }

  @Test
  void dataDoesNot() throws InterruptedException {
    gap();
    assertThat(runIntoGap("-o=data").err()).isEmpty();
  }

  private Cli.Result runIntoGap(String option) throws InterruptedException {
    Cli cli = Cli.start(option, "--retry-base=1ms", "--resume-check=anchored", "-n=3", url());
    awaitRequests(2);
    log.publish("9", null, "nine");
    return cli.await();
  }

  private void awaitRequests(int count) throws InterruptedException {
    while (log.requestCount() < count) {
      Thread.sleep(5);
    }
    log.awaitSubscribers(1, SOON);
  }

  @Test
  void textTellsOnceThatItReconnects() throws InterruptedException {
    log.publish("first");
    Cli cli = Cli.start("--retry-base=1ms", url()).awaitOut("first");
    for (int i = 0; i < 4; i++) {
      log.enqueue(Fault.status(503));
    }
    server.resetConnections();
    cli.awaitErr("reconnecting");
    awaitRequests(6);
    log.publish("second");

    cli.awaitOut("second").interrupt();
    assertThat(cli.await().errLines())
        .singleElement()
        .asString()
        .startsWith("holdfast: ")
        .endsWith("; reconnecting");
  }
}
