package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.StreamServer;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which redirects a stream follows, and what goes along (RFC 9110 §15.4). */
class RedirectTest extends SocketTest {
  private final StreamServer elsewhere = StreamServer.builder().start();
  private final EventLog moved = server.stream("/moved").startFromBeginning();
  private final EventLog foreign = elsewhere.stream("/foreign").startFromBeginning();

  @AfterEach
  void closeElsewhere() {
    elsewhere.close();
  }

  private StreamRequest.Builder withSecrets() {
    return request()
        .lastEventId("41")
        .header("Authorization", "Bearer SECRET")
        .header("Cookie", "a=SECRET")
        .header("X-App", "SECRET");
  }

  private static void assertHasSecrets(SeenRequest seen) {
    assertThat(seen.header("Authorization")).isEqualTo("Bearer SECRET");
    assertThat(seen.header("Cookie")).isEqualTo("a=SECRET");
    assertThat(seen.header("X-App")).isEqualTo("SECRET");
    assertThat(seen.lastEventId()).isEqualTo("41");
  }

  private static void assertHasNoSecrets(SeenRequest seen) {
    assertThat(seen.headers().toString()).doesNotContain("SECRET").doesNotContain("X-App");
    assertThat(seen.lastEventId()).isNull();
    assertThat(seen.header("Accept")).isEqualTo("text/event-stream");
    assertThat(seen.header("Accept-Encoding")).isEqualTo("identity");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void withinTheOriginEverythingGoesAlong(int status) throws Exception {
    log.enqueue(Fault.redirect("/moved?x=1", status));
    moved.publish("42", null, "there");
    subscribe(withSecrets());
    assertThat(recorder.nextData(1)).containsExactly("there");
    assertHasSecrets(server.takeRequest(WAIT));
    SeenRequest second = server.takeRequest(WAIT);
    assertThat(second.method()).isEqualTo("GET");
    assertThat(second.target()).isEqualTo("/moved?x=1");
    assertHasSecrets(second);
    assertThat(recorder.pending()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void toAnotherOriginNeitherHeadersNorCursorGo(int status) throws Exception {
    log.enqueue(Fault.redirect(elsewhere.url("/foreign").toString(), status));
    foreign.publish("42", null, "there");
    subscribe(withSecrets());
    Gap gap = recorder.next(Gap.class);
    assertThat(gap.reason()).isEqualTo(Gap.Reason.CURSOR_WITHHELD);
    assertThat(gap.certainty()).isEqualTo(Gap.Certainty.POSSIBLE);
    assertThat(gap.from()).isEqualTo("41");
    assertThat(recorder.nextData(1)).containsExactly("there");
    assertHasNoSecrets(elsewhere.takeRequest(WAIT));
  }

  @Test
  void whatLeftTheOriginComesBackToItWithoutSecrets() throws Exception {
    log.enqueue(Fault.redirect(elsewhere.url("/foreign").toString(), 307));
    foreign.enqueue(Fault.redirect(server.url("/moved").toString(), 307));
    moved.publish("there");
    subscribe(withSecrets());
    assertThat(recorder.nextData(1)).containsExactly("there");
    assertHasNoSecrets(elsewhere.takeRequest(WAIT));
    assertHasNoSecrets(server.takeRequest("/moved", WAIT));
  }

  @Test
  void aSecondRedirectElsewhereDoesNotHideThatTheCursorStayedBehind() throws Exception {
    log.enqueue(Fault.redirect(elsewhere.url("/foreign").toString(), 307));
    foreign.enqueue(Fault.redirect("/foreign", 307));
    foreign.publish("42", null, "there");
    subscribe(withSecrets());
    assertThat(recorder.next(Gap.class).reason()).isEqualTo(Gap.Reason.CURSOR_WITHHELD);
    assertThat(recorder.nextData(1)).containsExactly("there");
    assertHasNoSecrets(elsewhere.takeRequest(WAIT));
    assertHasNoSecrets(elsewhere.takeRequest(WAIT));
  }

  @Test
  void aStreamThatLivesElsewhereReportsOnceThatItCannotResume() throws Exception {
    log.faults(info -> Fault.redirect(elsewhere.url("/foreign").toString(), 307));
    subscribe(request());
    for (int i = 1; i <= 4; i++) {
      foreign.publish("event " + i);
      assertThat(recorder.nextEventAndGaps()).hasSize(i == 2 ? 2 : 1);
      foreign.disconnect();
    }
    for (int i = 0; i < 4; i++) {
      assertHasNoSecrets(elsewhere.takeRequest(WAIT));
    }
  }

  @Test
  void everyAttemptBeginsAtTheUrlOfTheRequest() throws Exception {
    log.faults(info -> Fault.redirect("/moved", 301));
    subscribe(request());
    moved.publish("one");
    assertThat(recorder.nextData(1)).containsExactly("one");
    moved.disconnect();
    moved.publish("two");
    assertThat(recorder.nextData(1)).containsExactly("two");
    assertThat(server.requests())
        .extracting(SeenRequest::path)
        .containsExactly("/events", "/moved", "/events", "/moved");
    assertThat(server.requests())
        .extracting(SeenRequest::lastEventId)
        .containsExactly(null, null, "1", "1");
  }

  @Test
  void twentyRedirectsAreFollowed() throws Exception {
    for (int i = 0; i < 20; i++) {
      log.enqueue(Fault.redirect("events", 302));
    }
    log.publish("there");
    subscribe(request());
    assertThat(recorder.nextData(1)).containsExactly("there");
    server.assertExhausted();
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void aPostIsPostedAgainWithinTheOrigin(int status) throws Exception {
    log.enqueue(Fault.redirect("/moved", status));
    moved.publish("there");
    subscribe(withSecrets().post("{\"q\":1}", "application/json"));
    assertThat(recorder.nextData(1)).containsExactly("there");
    SeenRequest seen = server.takeRequest("/moved", WAIT);
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(seen.body()).isEqualTo(ByteString.encodeUtf8("{\"q\":1}"));
    assertThat(seen.header("Content-Type")).startsWith("application/json");
    assertHasSecrets(seen);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void aPostThatWasAnsweredElsewhereIsFetched(int status) throws Exception {
    log.enqueue(Fault.redirect("/moved", status));
    moved.publish("there");
    subscribe(withSecrets().post("{\"q\":1}", "application/json"));
    assertThat(recorder.nextData(1)).containsExactly("there");
    assertIsGetWithoutBody(server.takeRequest("/moved", WAIT));
  }

  @Test
  void aPostThatWasAnsweredAtAnotherOriginIsFetchedWithoutSecrets() throws Exception {
    log.enqueue(Fault.redirect(elsewhere.url("/foreign").toString(), 303));
    foreign.publish("there");
    subscribe(withSecrets().post("{\"q\":1}", "application/json"));
    assertThat(recorder.nextData(1)).containsExactly("there");
    SeenRequest seen = elsewhere.takeRequest(WAIT);
    assertIsGetWithoutBody(seen);
    assertHasNoSecrets(seen);
  }

  private static void assertIsGetWithoutBody(SeenRequest seen) {
    assertThat(seen.method()).isEqualTo("GET");
    assertThat(seen.body()).isEqualTo(ByteString.EMPTY);
    assertThat(seen.header("Content-Type")).isNull();
    assertThat(seen.header("Content-Length")).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void aBodyDoesNotGoToAnotherOrigin(int status) throws Exception {
    log.enqueue(Fault.redirect(elsewhere.url("/foreign?t=SECRET").toString(), status));
    Subscription subscription = subscribe(request().post("SECRET", "text/plain"));
    StreamException cause = recorder.next(Recorder.Closed.class).cause();
    assertThat(cause.reason()).isEqualTo(StreamException.Reason.REDIRECT);
    assertThat(cause)
        .hasMessageContaining("POST to another origin")
        .hasMessageContaining(elsewhere.url("/foreign").toString())
        .hasMessageNotContaining("SECRET");
    assertThat(elsewhere.requests()).isEmpty();
    assertThat(server.requests()).hasSize(1);
    assertThat(subscription.state()).isEqualTo(ConnectionState.CLOSED);
  }

  @Test
  void schemeAndPortAndHostMakeTheOrigin() throws Exception {
    String otherName = server.url("/moved").newBuilder().host("localhost").build().toString();
    log.enqueue(Fault.redirect(otherName, 307));
    moved.publish("there");
    subscribe(withSecrets());
    assertThat(recorder.nextData(1)).containsExactly("there");
    assertHasNoSecrets(server.takeRequest("/moved", WAIT));
    assertThat(List.of(log.requestCount(), moved.requestCount())).containsExactly(1, 1);
  }
}
