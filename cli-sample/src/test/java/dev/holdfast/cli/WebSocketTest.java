package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Payload;
import dev.holdfast.testkit.Replay;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.WebSocketFault;
import dev.holdfast.testkit.WebSocketPeer;
import dev.holdfast.testkit.WebSocketProtocol;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tail that goes by WebSocket, where it is told to. */
@Timeout(30)
class WebSocketTest extends StreamTest {
  private static final byte[] BYTES = {(byte) 0xff, 0, 10};

  private static JsonNode json(String line) throws Exception {
    return new ObjectMapper().readTree(line);
  }

  private String address(String scheme, String path) {
    return scheme + "://127.0.0.1:" + server.port() + path;
  }

  @Test
  void printsWhatComesAndNeverAsksOtherwise() throws Exception {
    log.publish("trade", "a\nb");
    log.publish(Payload.json("{\"n\": 1.0}"));
    log.publish("blob", Payload.binary(BYTES));

    Cli.Result result = Cli.run("-v", "-t=websocket", "-o=json", "-n=3", url());

    assertThat(result.out())
        .isEqualTo(
            """
            {"id":"1","type":"trade","data":"a\\nb","transport":"websocket"}
            {"id":"2","type":"message","data":"{\\"n\\": 1.0}","transport":"websocket"}
            {"id":"3","type":"blob","data":"/wAK","transport":"websocket","encoding":"base64"}
            """);
    assertThat(result.exitCode()).isZero();
    JsonNode open = json(result.errLines().get(0));
    assertThat(open.get("kind").textValue()).isEqualTo("open");
    assertThat(open.get("transport").textValue()).isEqualTo("websocket");
    assertThat(open.get("status").intValue()).isEqualTo(101);
    assertThat(json(result.errLines().get(1)).get("kind").textValue()).isEqualTo("closed");
    assertThat(log.requestCount(Served.WEBSOCKET)).isEqualTo(1);
    assertThat(log.requestCount()).isEqualTo(1);
  }

  @Test
  void isNotTriedUnlessNamed() {
    log.publish("one");
    log.faults(Served.SSE, request -> Fault.status(406));
    log.faults(Served.LONG_POLL, request -> Fault.status(404));

    assertThat(Cli.run(url()).exitCode()).isEqualTo(1);
    assertThat(log.requestCount(Served.WEBSOCKET)).isZero();
  }

  @Test
  void theOrderIsTheirsWhoNameIt() throws Exception {
    log.publish("one");
    log.faults(Served.WEBSOCKET, request -> Fault.status(404));
    log.faults(Served.LONG_POLL, request -> Fault.status(404));

    Cli.Result result =
        Cli.run("-v", "-t=websocket", "-t=long-poll", "-t=sse", "-o=json", "-n=1", url());

    assertThat(result.out()).endsWith("\"transport\":\"sse\"}\n");
    assertThat(server.requests())
        .extracting(SeenRequest::served)
        .startsWith(Served.WEBSOCKET, Served.LONG_POLL, Served.SSE);
    JsonNode fallback = json(result.errLines().get(0));
    assertThat(fallback.get("kind").textValue()).isEqualTo("fallback");
    assertThat(fallback.get("from").textValue()).isEqualTo("websocket");
    assertThat(fallback.get("to").textValue()).isEqualTo("long-poll");
    assertThat(fallback.get("verdict").textValue()).isEqualTo("REFUSED");
    assertThat(fallback.get("status").intValue()).isEqualTo(404);
  }

  @Test
  void peopleAreToldOfAFallbackToIt() {
    log.publish("one");
    log.faults(Served.SSE, request -> Fault.status(406));

    assertThat(Cli.run("-t=sse", "-t=websocket", "-n=1", url()).err())
        .isEqualTo("holdfast: sse refused (HTTP 406); websocket instead\n");
  }

  @Test
  void anUpgradeThatIsNotAnsweredIsMuted() throws Exception {
    log.publish("one");
    log.faults(Served.WEBSOCKET, request -> Fault.neverAnswer());

    Cli.Result result =
        Cli.run("-v", "-t=websocket", "-t=sse", "--proof-timeout=1s", "-o=json", "-n=1", url());

    assertThat(result.out()).endsWith("\"transport\":\"sse\"}\n");
    assertThat(json(result.errLines().get(0)).get("verdict").textValue()).isEqualTo("MUTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "WS", "http"})
  void opensWhereItIsTold(String scheme) throws InterruptedException {
    server.stream("/elsewhere").enqueue(Served.SSE, Fault.status(406));
    log.publish("here");
    Object elsewhere = server.url("/elsewhere");
    String there = "--websocket-url=" + address(scheme, "/events");

    Cli.Result result =
        Cli.run("-t=sse", "-t=websocket", there, "-d=x", "-o=data", "-n=1", elsewhere);

    assertThat(result.out()).isEqualTo("here\n");
    assertThat(server.takeRequest("/elsewhere", SOON).method()).isEqualTo("POST");
    assertThat(server.takeRequest("/events", SOON).served()).isEqualTo(Served.WEBSOCKET);
  }

  @Test
  void theStreamMayHaveAWebSocketsUrl() {
    log.publish("here");

    assertThat(Cli.run("-t=websocket", "-o=data", "-n=1", address("ws", "/events")).out())
        .isEqualTo("here\n");
  }

  @Test
  void nchanIsAskedInItsOwnWords() throws InterruptedException {
    log.publish("7:0", null, "text");
    log.publish("8:0", null, Payload.binary(BYTES));
    Object[] args = {"-t=websocket", "--dialect=nchan", "-o=json", "-n=2", url()};

    assertThat(Cli.run(args).outLines())
        .containsExactly(
            "{\"id\":\"7:0\",\"type\":\"message\",\"data\":\"text\",\"transport\":\"websocket\"}",
            "{\"id\":\"8:0\",\"type\":\"message\",\"data\":\"/wAK\",\"transport\":\"websocket\","
                + "\"encoding\":\"base64\"}");
    assertThat(log.webSockets().takePeer(SOON).protocol()).isEqualTo(WebSocketProtocol.NCHAN);
    assertThat(server.takeRequest(SOON).header("Sec-WebSocket-Protocol"))
        .isEqualTo("ws+meta.nchan");
  }

  @Test
  void rawMessagesAreEventsWithoutAnId() throws InterruptedException {
    log.publish("trade", "text");
    log.publish(Payload.binary(BYTES));
    Object[] raw = {"-t=websocket", "--dialect=raw", "-n=2", url()};

    assertThat(Cli.run(with("-o=json", raw)).outLines())
        .containsExactly(
            "{\"id\":null,\"type\":\"message\",\"data\":\"text\",\"transport\":\"websocket\"}",
            "{\"id\":null,\"type\":\"message\",\"data\":\"/wAK\",\"transport\":\"websocket\","
                + "\"encoding\":\"base64\"}");
    assertThat(Cli.run(with("-o=data", raw)).out()).isEqualTo("text\n/wAK\n");
    assertThat(Cli.run(with("-o=text", raw)).out()).endsWith("  (3 bytes) /wAK\n");
    assertThat(server.takeRequest(SOON).header("Sec-WebSocket-Protocol")).isNull();
  }

  private static Object[] with(Object option, Object[] args) {
    Object[] all = new Object[args.length + 1];
    all[0] = option;
    System.arraycopy(args, 0, all, 1, args.length);
    return all;
  }

  @Test
  void rawLeavesPollsAsTheyAre() {
    log.publish("one");
    log.faults(Served.WEBSOCKET, request -> Fault.status(404));

    Cli.Result result =
        Cli.run("-t=websocket", "-t=long-poll", "--dialect=raw", "-o=json", "-n=1", url());

    assertThat(result.out())
        .isEqualTo(
            "{\"id\":\"1\",\"type\":\"message\",\"data\":\"one\",\"transport\":\"long-poll\"}\n");
  }

  @Test
  void aServerThatSpeaksNothingInParticularIsHeardRaw() {
    log.webSockets().protocols(WebSocketProtocol.RAW);
    log.publish("text");

    assertThat(Cli.run("-t=websocket", "-o=json", "-n=1", url()).out())
        .isEqualTo(
            "{\"id\":null,\"type\":\"message\",\"data\":\"text\",\"transport\":\"websocket\"}\n");
  }

  @Test
  void positionsHoldAcrossTransports(@TempDir Path folder) {
    Object option = "--cursor-file=" + folder.resolve("cursor");
    log.publish("a");
    log.publish("b");
    log.publish("c");

    assertThat(Cli.run("-t=websocket", "-o=data", "-n=1", option, url()).out()).isEqualTo("a\n");
    assertThat(Cli.run("-t=sse", "-o=data", "-n=1", option, url()).out()).isEqualTo("b\n");
    assertThat(Cli.run("-t=websocket", "-o=data", "-n=1", option, url()).out()).isEqualTo("c\n");
  }

  @Test
  void goesOnAfterAConnectionThatWasLost() throws Exception {
    log.publish("a");
    log.publish("b");
    log.publish("c");
    log.enqueue(WebSocketFault.afterEvents(2, WebSocketPeer::reset));

    Cli.Result result = Cli.run("-v", "-t=websocket", "-o=json", "--retry-base=1ms", "-n=3", url());

    assertThat(result.outLines()).hasSize(3).last().asString().contains("\"data\":\"c\"");
    assertThat(result.errLines().stream().map(WebSocketTest::kind))
        .isEqualTo(List.of("open", "retry", "open", "closed"));
  }

  private static String kind(String line) {
    try {
      return json(line).get("kind").textValue();
    } catch (Exception e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void aGapThatTheServerReportsIsTold() {
    log.webSockets().gaps(true);
    log.replay(Replay.ring(1));
    log.publish("1");
    log.publish("2");
    log.publish("3");

    Cli.Result result = Cli.run("-t=websocket", "-n=1", "--last-event-id=1", url());

    assertThat(result.out()).endsWith("  3  3\n");
    assertThat(result.errLines())
        .singleElement()
        .asString()
        .startsWith("holdfast: events were lost after 1 before 3: the server says so");
  }
}
