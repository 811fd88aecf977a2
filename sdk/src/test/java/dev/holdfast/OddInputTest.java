package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an app or a server may say by mistake, and what comes of it. */
class OddInputTest extends SocketTest {
  private static final String TOO_LONG = "c".repeat(5 << 10);

  private void raw(String stream) {
    log.raw(stream.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4\r1", "4\n1", "4\u00001", "LONG"})
  void aCursorThatCannotBeSentIsRefusedByName(String cursor) {
    String given = cursor.equals("LONG") ? TOO_LONG : cursor;
    assertThatThrownBy(() -> request().lastEventId(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lastEventId")
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .hasSizeLessThan(200)
                    .doesNotContainPattern("\\p{Cntrl}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4\u00002", "LONG"})
  void anIdThatCannotBeSentIsAsIfItWereNotThere(String id) throws Exception {
    raw("id: 41\ndata: one\n\n");
    raw("id: " + (id.equals("LONG") ? TOO_LONG : id) + "\ndata: two\n\n");
    Subscription stream = subscribe(request());
    assertThat(recorder.next(StreamEvent.class).id()).isEqualTo("41");
    StreamEvent second = recorder.next(StreamEvent.class);
    assertThat(second.data()).isEqualTo("two");
    assertThat(second.id()).isNull();
    assertThat(second.lastEventId()).isEqualTo("41");
    log.disconnect();
    server.takeRequest(WAIT);
    assertThat(server.takeRequest(WAIT).lastEventId()).isEqualTo("41");
    assertThat(stream.lastEventId()).isEqualTo("41");
  }

  @ParameterizedTest
  @ValueSource(ints = {199, 299, 999})
  void aStatusThatNobodyKnowsEndsTheStream(int status) throws Exception {
    log.faults(info -> Fault.rawResponse("HTTP/1.1 " + status + " Odd\r\n\r\n"));
    Subscription stream =
        subscribe(
            request()
                .responseTimeout(Duration.ofSeconds(2))
                .backoff(Backoff.builder().maxAttempts(1).build()));
    assertThat(stream.awaitClosed(WAIT)).isTrue();
    StreamException cause = stream.closeCause();
    System.out.println("odd status: " + cause);
    assertThat(log.requestCount()).isEqualTo(1);
    assertThat(cause.getMessage()).hasSizeLessThan(400);
    if (status != 199) {
      assertThat(cause.reason()).isEqualTo(StreamException.Reason.HTTP_STATUS);
      assertThat(cause.statusCode()).isEqualTo(status);
    }
  }

  @Test
  void nulBytesAreDataLikeAnyOther() throws Exception {
    raw("data: a\u0000b\n\nda\u0000ta: ignored\ndata: c\n\n");
    subscribe(request());
    assertThat(recorder.nextData(2)).containsExactly("a\u0000b", "c");
  }

  @Test
  void aRetryBeyondAllNumbersIsAnHourAtMost() throws Exception {
    raw("retry: 99999999999999999999\ndata: one\n\n");
    subscribe(request());
    assertThat(recorder.nextData(1)).containsExactly("one");
    log.disconnect();
    assertThat(recorder.next(RetryInfo.class).delay())
        .isBetween(Duration.ofHours(1), Duration.ofMinutes(90));
  }

  @Test
  void userInfoOfTheUrlIsNotSent() throws Exception {
    log.publish("one");
    HttpUrl url = server.url("/events").newBuilder().username("SECRET").password("SECRET").build();
    subscribe(StreamRequest.builder(url).transports(TransportType.SSE));
    assertThat(recorder.nextData(1)).containsExactly("one");
    SeenRequest seen = server.takeRequest(WAIT);
    assertThat(seen.target()).isEqualTo("/events");
    assertThat(seen.headers().toString()).doesNotContain("SECRET").doesNotContain("Authorization");
  }

  @Test
  void hostsAreShownAsTheyAreAskedFor() {
    assertThat(StreamRequest.of("http://[::1]:8080/e?t=x"))
        .hasToString("StreamRequest{GET http://[::1]:8080/e?t=…}");
    assertThat(StreamRequest.of("http://bücher.example/e"))
        .hasToString("StreamRequest{GET http://xn--bcher-kva.example/e}");
  }

  @Test
  void ofAThousandRedirectsTwentyAreFollowed() throws Exception {
    for (int i = 0; i < 1000; i++) {
      log.enqueue(Fault.redirect("/events?n=" + i, 302));
    }
    Subscription stream = subscribe(request());
    assertThat(stream.awaitClosed(WAIT)).isTrue();
    assertThat(stream.closeCause().reason()).isEqualTo(StreamException.Reason.REDIRECT);
    assertThat(log.requestCount()).isEqualTo(21);
  }
}
