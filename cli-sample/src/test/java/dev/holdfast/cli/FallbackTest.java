package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where there is no event stream the command polls, and says so. */
@Timeout(30)
class FallbackTest {
  private static final Headers HTML = Headers.of("Content-Type", "text/html; charset=utf-8");
  private static final String PAGE = "<!doctype html><title>Sign in</title>";

  private StreamServer server;
  private EventLog log;

  @BeforeEach
  void start() {
    server = StreamServer.builder().start();
    log = server.stream("/events").startFromBeginning();
    server.handle("/login", request -> new MockResponse.Builder().headers(HTML).body(PAGE).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Object url() {
    return server.url("/events?key=s3cret");
  }

  /** For every request for an event stream, from now on. */
  private void instead(Fault fault) {
    log.faults(Served.SSE, request -> fault);
  }

  static Stream<Arguments> noEventStream() {
    return Stream.of(
        Arguments.of("REFUSED", Fault.status(404)),
        Arguments.of("REFUSED", Fault.status(405)),
        Arguments.of("REFUSED", Fault.status(406)),
        Arguments.of("REFUSED", Fault.status(415)),
        Arguments.of("REFUSED", Fault.status(426)),
        Arguments.of("REFUSED", Fault.status(501)),
        Arguments.of("REFUSED", Fault.body("text/html", PAGE)),
        Arguments.of("REFUSED", Fault.status(403, HTML, PAGE)),
        Arguments.of("REFUSED", Fault.redirect("/login", 302)),
        Arguments.of("REFUSED", Fault.redirect("ftp://elsewhere/", 302)),
        Arguments.of("LOST", Fault.status(503)),
        Arguments.of("LOST", Fault.resetInsteadOfAnswer()),
        Arguments.of("LOST", Fault.resetAfterBytes(3)),
        Arguments.of("LOST", Fault.eofAfterBytes(0)),
        Arguments.of("LOST", Fault.rawResponse("SSH-2.0-OpenSSH_9.2\r\n")));
  }

  @ParameterizedTest
  @MethodSource("noEventStream")
  void pollsAtOnce(String verdict, Fault fault) throws Exception {
    log.publish("trade", "a\nb");
    log.publish("ü東🚀");
    instead(fault);

    // Nothing here waits for a retry.
    Cli.Result result = Cli.run("-v", "-o=json", "--retry-base=30s", "-n=2", url());

    assertThat(result.out())
        .isEqualTo(
            """
            {"id":"1","type":"trade","data":"a\\nb","transport":"long-poll"}
            {"id":"2","type":"message","data":"ü東🚀","transport":"long-poll"}
            """);
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).doesNotContain("s3cret", "\"kind\":\"retry\"");
    // Where the event stream had been accepted, what it did not bring may be lost: no ID yet.
    boolean wasOpen = result.err().contains("\"transport\":\"sse\"");
    assertThat(result.err().contains("\"kind\":\"gap\"")).isEqualTo(wasOpen);
    JsonNode fallback = only("fallback", result);
    assertThat(fallback.get("from").textValue()).isEqualTo("sse");
    assertThat(fallback.get("to").textValue()).isEqualTo("long-poll");
    assertThat(fallback.get("verdict").textValue()).isEqualTo(verdict);
    assertThat(fallback.get("message").textValue()).isNotEmpty();
    assertThat(log.requestCount(Served.SSE)).isEqualTo(1);
  }

  private static JsonNode only(String kind, Cli.Result result) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    for (String line : result.errLines()) {
      JsonNode node = new ObjectMapper().readTree(line);
      if (node.get("kind").textValue().equals(kind)) {
        found.add(node);
      }
    }
    assertThat(found).as(result.err()).hasSize(1);
    return found.get(0);
  }

  @Test
  void jsonLinesTellTheWayThere() throws Exception {
    log.publish("1");
    instead(Fault.status(406));

    Cli.Result result = Cli.run("-v", "-o=json", "-n=1", url());

    JsonNode fallback = only("fallback", result);
    assertThat(fallback.get("reason").textValue()).isEqualTo("HTTP_STATUS");
    assertThat(fallback.get("status").intValue()).isEqualTo(406);
    assertThat(fallback.get("attempt").intValue()).isEqualTo(1);
    JsonNode open = only("open", result);
    assertThat(open.get("reason").textValue()).isEqualTo("CONNECTED");
    assertThat(open.get("transport").textValue()).isEqualTo("long-poll");
    assertThat(open.get("attempt").intValue()).isEqualTo(2);
    assertThat(result.errLines()).hasSize(3);
  }

  @Test
  void peopleAreToldOnce() {
    log.publish("1");
    instead(Fault.status(406));

    assertThat(Cli.run("-n=1", url()).err())
        .isEqualTo("holdfast: sse refused (HTTP 406); polling instead\n");
    assertThat(Cli.run("-n=1", "-o=json", url()).err()).isEmpty();
    assertThat(Cli.run("-n=1", "-q", url()).err()).isEmpty();
  }

  @Test
  void verboseTellsPeopleTheWayThere() {
    log.publish("1");
    instead(Fault.status(406));

    Cli.Result result = Cli.run("-v", "-n=1", url());

    assertThat(result.errLines().get(0)).matches("\\* \\S+ attempt: 1 by sse, over .*, REFUSED");
    assertThat(result.errLines().get(1))
        .matches("\\* \\S+ fallback: sse → long-poll: HTTP 406 from http://.*");
    assertThat(result.errLines().get(2))
        .matches("\\* \\S+ open: long-poll, http/1\\.1 200, attempt 2");
    assertThat(result.errLines().get(3)).contains(" closed: ");
  }

  @Test
  void whereEverythingIsRefusedItSaysWhatEachSaid() {
    instead(Fault.status(406));
    log.faults(Served.LONG_POLL, request -> Fault.status(404));

    Cli.Result result = Cli.run(url());

    assertThat(result.errLines())
        .singleElement()
        .asString()
        .startsWith("holdfast: no transport works: sse: HTTP 406 from http://")
        .contains("; long-poll: HTTP 404 from http://")
        .doesNotContain("s3cret");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(log.requestCount()).isEqualTo(2);
  }

  @Test
  void noTransportIsTheReasonInJson() throws Exception {
    log.faults(request -> Fault.status(404));

    Cli.Result result = Cli.run("-v", "-o=json", url());

    assertThat(only("closed", result).get("reason").textValue()).isEqualTo("NO_TRANSPORT");
  }

  @Test
  void pagesThatForbidEverythingAreAboutCredentials() {
    log.faults(request -> Fault.status(403, HTML, PAGE));

    Cli.Result result = Cli.run(url());

    assertThat(result.errLines()).singleElement().asString().contains("HTTP 403");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void aRefusalOfCredentialsIsNotTriedElsewhere() {
    instead(Fault.status(401));

    assertThat(Cli.run(url()).exitCode()).isEqualTo(3);
    assertThat(log.requestCount()).isEqualTo(1);
  }

  static Stream<Fault> brokenAnswers() {
    return Stream.of(
        Fault.body("application/json", "{\"events\":[{\"id\":"),
        Fault.endlessLine(),
        Fault.rawResponse("SSH-2.0-OpenSSH_9.2\r\n"));
  }

  @ParameterizedTest
  @MethodSource("brokenAnswers")
  void answersThatMakeNoSenseGiveUpWithFour(Fault fault) {
    log.publish("1");
    instead(Fault.status(406));
    log.faults(Served.LONG_POLL, request -> fault);

    Cli.Result result = Cli.run("--retry-base=1ms", "--max-event-size=64k", url());

    assertThat(result.errLines())
        .singleElement()
        .asString()
        .startsWith("holdfast: gave up after 3 attempts: ");
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(log.requestCount(Served.SSE)).isEqualTo(1);
    assertThat(log.requestCount(Served.LONG_POLL)).isEqualTo(3);
  }

  @Test
  void aServerThatIsAwayIsToldByBoth() {
    log.faults(request -> Fault.status(503));

    Cli.Result result = Cli.run("--retry-base=1ms", url());

    assertThat(result.errLines())
        .singleElement()
        .asString()
        .startsWith("holdfast: gave up after 3 attempts: sse: HTTP 503")
        .contains("; long-poll: HTTP 503");
    assertThat(result.exitCode()).isEqualTo(1);
  }
}
