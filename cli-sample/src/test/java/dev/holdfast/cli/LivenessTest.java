package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Served;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that are held back, fall silent or get old: what the command tells of it. */
@Timeout(60)
class LivenessTest extends StreamTest {
  /** What the test kit sends of an event that has only an ID of one digit and one byte of data. */
  private static final int EVENT_BYTES = "id: 1\ndata: a\n\n".length();

  @Override
  Object url() {
    return server.url("/events?key=s3cret");
  }

  private static List<String> kinds(Cli.Result result) throws Exception {
    List<String> kinds = new ArrayList<>();
    for (String line : result.errLines()) {
      JsonNode node = new ObjectMapper().readTree(line);
      kinds.add(node.get("kind").textValue() + " " + node.get("reason").textValue());
    }
    return kinds;
  }

  /** From the position after the first event, so that nothing may be missing. */
  private void holdBack() {
    log.faults(Served.SSE, request -> Fault.stallAfterBytes(0));
    log.publish("0");
    log.publish("a");
  }

  @Test
  void aMutedStreamIsTold() throws Exception {
    holdBack();

    Cli cli =
        Cli.start("-v", "-o=json", "--last-event-id=1", "--proof-timeout=200ms", "-n=2", url());
    cli.awaitErr("\"fallback\"");
    log.publish("b");
    Cli.Result result = cli.await();

    assertThat(result.outLines())
        .containsExactly(
            "{\"id\":\"2\",\"type\":\"message\",\"data\":\"a\",\"transport\":\"long-poll\"}",
            "{\"id\":\"3\",\"type\":\"message\",\"data\":\"b\",\"transport\":\"long-poll\"}");
    assertThat(kinds(result))
        .containsExactly(
            "open CONNECTED", "handover SWITCHED", "fallback MUTED", "closed LIMIT_REACHED");
    assertThat(result.errLines().get(2))
        .contains("\"from\":\"sse\",\"to\":\"long-poll\",\"verdict\":\"MUTED\"")
        .contains("/events?key=…\"")
        .contains("\"attempt\":1");
    assertThat(result.err()).doesNotContain("s3cret");
  }

  @Test
  void peopleAreToldThatAStreamWasMuted() throws Exception {
    holdBack();

    Cli cli = Cli.start("--last-event-id=1", "--proof-timeout=200ms", "-n=2", url()).awaitErr("\n");
    log.publish("b");

    assertThat(cli.await().err())
        .isEqualTo("holdfast: sse muted (it held back what polling brought); polling instead\n");
  }

  @Test
  void aSilenceBeyondTheDeadlineIsAnOutage() throws Exception {
    log.publish("a");
    log.publish("b");
    log.enqueue(Fault.stallAfterBytes(EVENT_BYTES));

    Cli.Result result = Cli.run("-v", "-o=json", "--heartbeat=300ms", "-n=2", url());

    assertThat(kinds(result))
        .containsExactly(
            "open CONNECTED", "retry SILENT", "open RECONNECTED", "closed LIMIT_REACHED");
    assertThat(result.errLines().get(1)).contains("\"message\":\"not a byte for 300 ms: http://");
  }

  @Test
  void peopleAreToldOfASilence() {
    log.publish("a");
    log.publish("b");
    log.enqueue(Fault.stallAfterBytes(EVENT_BYTES));

    assertThat(Cli.run("--heartbeat=300ms", "-n=2", url()).err())
        .matches("holdfast: not a byte for 300 ms: http://\\S+; reconnecting\n");
  }

  @Test
  void withoutLivenessASilenceIsWaitedOn() {
    log.publish("a");
    log.enqueue(Fault.stallAfterBytes(EVENT_BYTES));

    Cli.Result result = Cli.run("-v", "-o=json", "--heartbeat=off", "--for=1s", url());

    assertThat(result.errLines()).hasSize(2);
    assertThat(log.requestCount()).isEqualTo(1);
  }

  /** The server sends a comment each 100 ms, until the connection dies: doubt comes after 5 s. */
  @Test
  void aBrokenRhythmEndsInAHandover() throws Exception {
    log.heartbeat(Duration.ofMillis(100)).publish("a");
    log.publish("b");
    log.enqueue(Fault.stallAfterBytes(2 * EVENT_BYTES + 30));

    Cli cli = Cli.start("-v", "-o=json", "-n=3", url()).awaitOut("\"b\"");
    log.awaitSubscribers(1, Duration.ofSeconds(10));
    Thread.sleep(2500); // It is dead by now, and this event is lost to it.
    log.publish("c");
    Cli.Result result = cli.await();

    assertThat(result.outLines()).hasSize(3);
    assertThat(kinds(result))
        .containsExactly("open CONNECTED", "handover RECONNECTED", "closed LIMIT_REACHED");
  }

  @Test
  void anOldConnectionIsHandedOver() throws Exception {
    log.publish("a");
    log.publish("b");

    Cli cli = Cli.start("-v", "-o=json", "--max-connection-age=300ms", "-n=3", url());
    cli.awaitErr("handover");
    log.publish("c");
    Cli.Result result = cli.await();

    assertThat(result.outLines()).hasSize(3);
    assertThat(kinds(result))
        .startsWith("open CONNECTED", "handover RECONNECTED")
        .doesNotContain("retry CONNECTION_LOST");
    assertThat(kinds(result)).noneMatch(kind -> kind.startsWith("gap"));
  }
}
