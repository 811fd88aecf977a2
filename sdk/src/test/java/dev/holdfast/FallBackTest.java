package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.AttemptReport.Next;
import dev.holdfast.StreamException.Reason;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Payload;
import dev.holdfast.testkit.Served;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Event streams that do not get through, over real sockets: the stream polls, by itself. */
class FallBackTest extends SocketTest {
  private static final Headers HTML = Headers.of("Content-Type", "text/html; charset=utf-8");
  private static final String PAGE = "<!doctype html><title>Log in</title>";

  @Override
  StreamRequest.Builder request() {
    return StreamRequest.builder(server.url("/events")).backoff(QUICK);
  }

  static Stream<Arguments> whatBreaksEventStreams() {
    return Stream.of(
        Arguments.of("404", Fault.status(404)),
        Arguments.of("405", Fault.status(405)),
        Arguments.of("406", Fault.status(406)),
        Arguments.of("415", Fault.status(415)),
        Arguments.of("426", Fault.status(426)),
        Arguments.of("501", Fault.status(501)),
        Arguments.of("a page with 200", Fault.status(200, HTML, PAGE)),
        Arguments.of("a page with 403", Fault.status(403, HTML, PAGE)),
        Arguments.of("a redirect to a log-in page", Fault.redirect("/login", 302)),
        Arguments.of("a reset instead of an answer", Fault.resetInsteadOfAnswer()),
        Arguments.of("a reset before the first line", Fault.resetAfterBytes(0)),
        Arguments.of("an end before the first line", Fault.eofAfterBytes(0)),
        Arguments.of("a cut in the first line", Fault.cutAfterBytes(2)),
        Arguments.of("no HTTP", Fault.rawResponse("SSH-2.0-x\r\n")),
        Arguments.of("500", Fault.status(500)),
        Arguments.of("503", Fault.status(503)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatBreaksEventStreams")
  void isPolledByItselfWithEveryEventOnceAndInOrder(String name, Fault fault) throws Exception {
    server.handle("/login", request -> page());
    log.faults(Served.SSE, connection -> fault);
    log.longPolling().maxEvents(7);
    publish(1, 50);
    Subscription stream = subscribe(request());
    List<String> data = new ArrayList<>(recorder.nextData(50));
    publish(51, 60);
    data.addAll(recorder.nextData(10));
    assertThat(data).isEqualTo(numbers(1, 60));
    log.longPolling().awaitHeld(1, WAIT);
    assertThat(recorder.hears(Gap.class, Duration.ZERO)).isFalse();
    assertThat(stream.diagnostics().transport()).isEqualTo(TransportType.LONG_POLL);
    assertThat(stream.diagnostics().attempts().get(0).transport()).isEqualTo(TransportType.SSE);
    assertThat(log.requestCount(Served.SSE)).isEqualTo(1);
    assertThat(stream.lastEventId()).isEqualTo("60");
  }

  private static MockResponse page() {
    return new MockResponse.Builder().headers(HTML).body(PAGE).build();
  }

  private void publish(int from, int to) {
    for (int i = from; i <= to; i++) {
      log.publish("" + i);
    }
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "" + i).toList();
  }

  @Test
  void aPollsAnswerToTheRequestForAnEventStreamIsNotThrownAway() throws Exception {
    String answer = "{\"events\":[{\"id\":\"1\",\"data\":\"1\"},{\"id\":\"2\",\"data\":\"2\"}]}";
    log.faults(Served.SSE, connection -> Fault.body("application/json", answer));
    publish(1, 5);
    Subscription stream = subscribe(request());
    assertThat(recorder.nextData(5)).isEqualTo(numbers(1, 5));
    assertThat(log.requestCount(Served.SSE)).isEqualTo(1);
    // The first poll asks for what follows the answer that was there already.
    assertThat(server.requests().get(1).cursor()).isEqualTo("2");
    assertThat(stream.diagnostics().attempts().get(0).next()).isEqualTo(Next.FALL_BACK);
  }

  @Test
  void anEventStreamInPlaceOfAPollsAnswerIsLeftAtOnceAndTheOtherWayRoundServed() throws Exception {
    // Each request is answered in the way of the other.
    server.handle(
        "/flips",
        request ->
            request.served() == Served.SSE
                ? new MockResponse.Builder()
                    .setHeader("Content-Type", "application/json")
                    .body("{\"events\":[{\"id\":\"1\",\"data\":\"1\"}]}")
                    .build()
                : new MockResponse.Builder()
                    .setHeader("Content-Type", "text/event-stream")
                    .body("id: 1\ndata: 1\n\n")
                    .build());
    Backoff brief =
        Backoff.builder()
            .base(Duration.ofMillis(200))
            .floor(Duration.ofMillis(200))
            .cap(Duration.ofMillis(200))
            .build();
    client.subscribe(StreamRequest.builder(server.url("/flips")).backoff(brief).build(), recorder);
    assertThat(recorder.nextData(1)).containsExactly("1");
    assertThat(recorder.hears(StreamEvent.class, Duration.ofSeconds(1))).isFalse();
    // Never more often than the backoff allows: one request in 200 ms, and the two at the start.
    assertThat(server.requests().size()).isBetween(3, 9);
  }

  @Test
  void aStreamThatEveryTransportRefusesSaysWhatEachOfThemSaid() throws Exception {
    log.faults(Served.SSE, connection -> Fault.status(406));
    log.faults(Served.LONG_POLL, connection -> Fault.status(200, HTML, PAGE));
    Subscription stream = subscribe(request());
    StreamException cause = recorder.next(Recorder.Closed.class).cause();
    assertThat(cause.reason()).isEqualTo(Reason.NO_TRANSPORT);
    assertThat(cause)
        .hasMessageContaining("sse: HTTP 406 from " + server.url("/events"))
        .hasMessageContaining("long-poll: content type \"text/html; charset=utf-8\"");
    assertThat(server.requests()).hasSize(2);
    assertThat(stream.diagnostics().attempts()).hasSize(2);
  }

  @Test
  void forbiddenPagesByAllAreRefusedCredentials() throws Exception {
    log.faults(connection -> Fault.status(403, HTML, PAGE));
    subscribe(request());
    assertThat(recorder.next(Recorder.Closed.class).cause().reason())
        .isEqualTo(Reason.CREDENTIALS_REFUSED);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void refusedConnectionsDemoteNothing() throws Exception {
    publish(1, 1);
    server.stop();
    Subscription stream = subscribe(request());
    for (int i = 0; i < 5; i++) {
      assertThat(recorder.next(RetryInfo.class).cause().reason()).isEqualTo(Reason.UNREACHABLE);
    }
    server.start();
    assertThat(recorder.next(StreamEvent.class).transport()).isEqualTo(TransportType.SSE);
    assertThat(stream.diagnostics().attempts())
        .allMatch(attempt -> attempt.transport() == TransportType.SSE);
  }

  @Test
  void failuresOfEverythingDemoteNothing() throws Exception {
    publish(1, 1);
    log.faults(connection -> connection.number() <= 6 ? Fault.status(500) : Fault.none());
    subscribe(request());
    assertThat(recorder.next(StreamEvent.class).transport()).isEqualTo(TransportType.SSE);
    assertThat(log.requestCount(Served.LONG_POLL)).isEqualTo(3);
  }

  @Test
  void whatOneStreamLearnsSparesTheNextTheDetour() throws Exception {
    log.faults(Served.SSE, connection -> Fault.status(406));
    publish(1, 1);
    subscribe(request());
    recorder.nextData(1);
    subscribe(request());
    recorder.nextData(1);
    assertThat(log.requestCount(Served.SSE)).isEqualTo(1);
  }

  @Test
  void aStreamThatHasEndedIsOverWhereverItIsAskedFrom() throws Exception {
    publish(1, 2);
    log.end();
    subscribe(request().lastEventId("2"));
    assertThat(recorder.next(Recorder.Closed.class).cause()).isNull();
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void textArrivesAsItWasSent() throws Exception {
    log.faults(Served.SSE, connection -> Fault.status(406));
    String text = "\"q\" \\ \n\t\u0001 é 漢 \uD83D\uDE00 \u2028 </script>";
    log.publish(Payload.json("67340.10"));
    log.publish(Payload.json("12345678901234567890"));
    log.publish(Payload.json("1e400"));
    log.publish(Payload.json("{\"a\" : [1.0,  -0, \"\\u00e9\"] }"));
    log.publish(Payload.json("\"\\ud83d\\ude00 \\u0041\\/\""));
    log.publish(text);
    log.publish(Payload.binary(new byte[] {0, (byte) 0xff, 13, 10}));
    subscribe(request());
    assertThat(recorder.nextData(6))
        .containsExactly(
            "67340.10",
            "12345678901234567890",
            "1e400",
            "{\"a\" : [1.0,  -0, \"\\u00e9\"] }",
            "\uD83D\uDE00 A/",
            text);
    StreamEvent binary = recorder.next(StreamEvent.class);
    assertThat(binary.isBinary()).isTrue();
    assertThat(binary.bytes().hex()).isEqualTo("00ff0d0a");
    assertThat(binary.data()).isEqualTo("AP8NCg==");
  }

  @Test
  void aStreamThatIsNoGetPollsOnlyWhereTheAppSaysSo() throws Exception {
    log.faults(Served.SSE, connection -> Fault.status(406));
    publish(1, 1);
    subscribe(request().post("{}", "application/json"));
    assertThat(recorder.next(Recorder.Closed.class).cause().statusCode()).isEqualTo(406);
    assertThat(server.requests()).hasSize(1);
    LongPoll elsewhere = LongPoll.builder().url(server.url("/events?poll")).build();
    subscribe(request().post("{}", "application/json").longPoll(elsewhere));
    recorder.nextData(1);
    assertThat(server.requests().get(2).method()).isEqualTo("GET");
    assertThat(server.requests().get(2).body().size()).isZero();
  }

  @Test
  void aServerOfPollsAloneTurnsItsLossesIntoProvenGaps() throws Exception {
    log.faults(Served.SSE, connection -> Fault.status(404));
    log.replay(dev.holdfast.testkit.Replay.ring(5)).longPolling().gaps(true);
    publish(1, 20);
    subscribe(request().lastEventId("3"));
    Gap gap = recorder.next(Gap.class);
    assertThat(gap.certainty()).isEqualTo(Gap.Certainty.PROVEN);
    assertThat(gap.reason()).isEqualTo(Gap.Reason.REPORTED_BY_SERVER);
    assertThat(gap.from()).isEqualTo("3");
    assertThat(gap.to()).isEqualTo("16");
    assertThat(recorder.nextData(5)).isEqualTo(numbers(16, 20));
  }

  @Test
  void aHundredPollsShareAConnection() throws Exception {
    log.faults(Served.SSE, connection -> Fault.status(406));
    log.longPolling().maxEvents(1);
    publish(1, 100);
    subscribe(request());
    assertThat(recorder.nextData(100)).isEqualTo(numbers(1, 100));
    log.longPolling().awaitHeld(1, WAIT);
    assertThat(server.acceptedConnections()).isEqualTo(1);
  }
}
