package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EmptyAnswer;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Payload;
import dev.holdfast.testkit.Replay;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.Served;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tail that is told what carries it. */
@Timeout(30)
class LongPollTest extends StreamTest {
  @Test
  void longPollNeverAsksForAnEventStream() throws Exception {
    log.publish("one");
    log.enqueue(Fault.status(503));

    Cli cli = Cli.start("-t=long-poll", "-o=data", "--retry-base=1ms", url()).awaitOut("one\n");
    log.longPolling().awaitHeld(1, SOON);
    log.publish("two");
    cli.awaitOut("one\ntwo\n").interrupt();

    assertThat(cli.await().exitCode()).isEqualTo(130);
    assertThat(log.requestCount(Served.SSE)).isZero();
  }

  @Test
  void sseNeverPolls() {
    log.publish("one");
    log.faults(Served.SSE, request -> Fault.status(406));

    Cli.Result result = Cli.run("-t=sse", url());

    assertThat(result.errLines()).singleElement().asString().startsWith("holdfast: HTTP 406 from");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(log.requestCount(Served.LONG_POLL)).isZero();
  }

  @Test
  void theOrderIsTheirsWhoNameIt() {
    log.publish("one");
    log.faults(Served.LONG_POLL, request -> Fault.status(404));

    Cli.Result result = Cli.run("-t=long-poll", "-t=sse", "-o=json", "-n=1", url());

    assertThat(result.out()).endsWith("\"transport\":\"sse\"}\n");
    assertThat(server.requests())
        .extracting(SeenRequest::served)
        .startsWith(Served.LONG_POLL, Served.SSE);
  }

  @Test
  void aBodyGoesToTheStreamAndPollsToTheirUrl() throws InterruptedException {
    server.stream("/chat").enqueue(Fault.status(406));
    log.publish("token");

    Cli.Result result =
        Cli.run("-o=data", "-n=1", "-d=hi", "--long-poll-url", url(), server.url("/chat"));

    assertThat(result.out()).isEqualTo("token\n");
    assertThat(server.takeRequest("/chat", SOON).method()).isEqualTo("POST");
    SeenRequest poll = server.takeRequest("/events", SOON);
    assertThat(poll.method()).isEqualTo("GET");
    assertThat(poll.served()).isEqualTo(Served.LONG_POLL);
  }

  @Test
  void aBodyWithoutThatUrlIsNotPolledFor() {
    log.enqueue(Fault.status(406));

    Cli.Result result = Cli.run("-d=hi", url());

    assertThat(result.err()).startsWith("holdfast: HTTP 406 from");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(log.requestCount()).isEqualTo(1);
  }

  @Test
  void theCursorFileHoldsThePositionOfPolls(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("cursor");
    log.publish("ü1", null, "a");
    log.publish("ü2", null, "b");
    log.publish("ü3", null, "c");
    Object option = "--cursor-file=" + file;

    assertThat(Cli.run("-t=long-poll", "-o=data", "-n=2", option, url()).out()).isEqualTo("a\nb\n");
    assertThat(Files.readString(file)).isEqualTo("ü2\n");
    assertThat(Cli.run("-t=long-poll", "-o=data", "-n=1", option, url()).out()).isEqualTo("c\n");
    assertThat(Files.readString(file)).isEqualTo("ü3\n");
    assertThat(server.requests()).extracting(SeenRequest::cursor).contains("ü2");
  }

  @Test
  void aCursorOfOneTransportServesTheOther(@TempDir Path folder) {
    Object option = "--cursor-file=" + folder.resolve("cursor");
    log.publish("a");
    log.publish("b");
    log.publish("c");

    assertThat(Cli.run("-t=sse", "-o=data", "-n=1", option, url()).out()).isEqualTo("a\n");
    assertThat(Cli.run("-t=long-poll", "-o=data", "-n=1", option, url()).out()).isEqualTo("b\n");
    assertThat(Cli.run("-t=sse", "-o=data", "-n=1", option, url()).out()).isEqualTo("c\n");
  }

  @Test
  void bytesAreBase64() {
    log.publish("blob", Payload.binary(new byte[] {(byte) 0xff, 0, 10}));

    assertThat(Cli.run("-t=long-poll", "-o=json", "-n=1", url()).out())
        .isEqualTo(
            "{\"id\":\"1\",\"type\":\"blob\",\"data\":\"/wAK\",\"transport\":\"long-poll\","
                + "\"encoding\":\"base64\"}\n");
    assertThat(Cli.run("-t=long-poll", "-n=1", url()).out())
        .endsWith("  blob  1  (3 bytes) /wAK\n");
  }

  @Test
  void aGapThatTheServerReportsIsTold() throws InterruptedException {
    log.longPolling().gaps(true);
    log.replay(Replay.ring(1));
    log.publish("1");
    log.publish("2");
    log.publish("3");

    Cli.Result result = Cli.run("-t=long-poll", "-n=1", "--last-event-id=1", url());

    assertThat(result.out()).endsWith("  3  3\n");
    assertThat(result.errLines())
        .singleElement()
        .asString()
        .startsWith("holdfast: events were lost after 1 before 3: the server says so");
  }

  @Test
  void theIntervalPacesPolls() throws InterruptedException {
    log.longPolling().hold(Duration.ZERO).emptyAnswer(EmptyAnswer.EMPTY_LIST);

    Cli.run("-t=long-poll", "--poll-interval=100ms", "--for=1s", url());

    List<SeenRequest> polls = server.requests();
    assertThat(polls).hasSizeBetween(3, 11); // Without it there would be one or two.
    for (int i = 2; i < polls.size(); i++) {
      assertThat(polls.get(i).nanoTime() - polls.get(i - 1).nanoTime())
          .isGreaterThan(Duration.ofMillis(80).toNanos());
    }
  }

  @Test
  void theFirstPollIsToBeAnsweredWithinTheProofTimeout() throws InterruptedException {
    Cli cli = Cli.start("-t=long-poll", "--proof-timeout=2s", url());

    SeenRequest first = server.takeRequest(SOON);
    cli.interrupt().await();

    assertThat(first.queryParameter("timeout")).isIn("1", "2");
  }

  @Test
  void nchanIsAskedInItsOwnWords() throws InterruptedException {
    server.handle(
        "/sub",
        request ->
            new MockResponse.Builder()
                .addHeader("Content-Type", "text/plain")
                .addHeader("Last-Modified", "Thu, 01 Jan 1970 00:00:42 GMT")
                .addHeader("Etag", request.lastEventId() == null ? "0" : "1")
                .body(request.lastEventId() == null ? "first" : "second")
                .build());

    Cli.Result result =
        Cli.run("-t=long-poll", "--dialect=nchan", "-o=json", "-n=2", server.url("/sub"));

    assertThat(result.outLines())
        .containsExactly(
            "{\"id\":\"42:0\",\"type\":\"message\",\"data\":\"first\",\"transport\":\"long-poll\"}",
            "{\"id\":\"42:1\",\"type\":\"message\",\"data\":\"second\",\"transport\":\"long-poll\"}");
    server.takeRequest(SOON);
    assertThat(server.takeRequest(SOON).lastEventId()).isEqualTo("42:0");
  }
}
