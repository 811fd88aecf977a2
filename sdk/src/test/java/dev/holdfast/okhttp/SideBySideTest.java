package dev.holdfast.okhttp;

import static dev.holdfast.okhttp.Heard.CLOSED;
import static dev.holdfast.okhttp.Heard.OPEN;
import static dev.holdfast.okhttp.Heard.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.okhttp.Heard.Event;
import dev.holdfast.okhttp.Heard.Failure;
import dev.holdfast.okhttp.Heard.Kind;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.sse.EventSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same listener and the same server: where both libraries tell the same. */
@ParameterizedClass
@EnumSource(SseTest.Library.class)
class SideBySideTest extends SseTest {
  private final Library library;

  SideBySideTest(Library library) {
    this.library = library;
  }

  private SseRecorder open(SseRecorder recorder) {
    return open(recorder, request().build());
  }

  private SseRecorder open(SseRecorder recorder, Request request) {
    EventSource source = factory(library).newEventSource(request, recorder);
    assertThat(source.request().url()).isEqualTo(request.url());
    return recorder;
  }

  @Test
  void aStreamFromItsBeginningToItsEnd() throws Exception {
    log.publish("a", null, "one");
    log.publish("b", "update", "two");
    log.publish("c", null, "three\nlines\n");
    log.publish("d", null, "");
    log.publish(null, null, "no identifier of its own");
    log.publish("e", "message", "the default type, but named");
    log.comment("no event");
    log.retry(1);
    log.raw("event: no data\n\n".getBytes(StandardCharsets.UTF_8));
    log.publish("f", "", "an empty type");
    log.end();
    SseRecorder recorder = open(new SseRecorder());
    assertThat(recorder.toItsEnd())
        .containsExactly(
            OPEN,
            event("a", "one"),
            new Event("b", "update", "two"),
            event("c", "three\nlines\n"),
            event("d", ""),
            event("d", "no identifier of its own"),
            new Event("e", "message", "the default type, but named"),
            event("f", "an empty type"),
            CLOSED);
    assertThat(recorder.rest()).isEmpty();
  }

  @Test
  void anIdentifierThatIsResetIsNull() throws Exception {
    log.publish("a", null, "one");
    log.publish("", null, "two");
    SseRecorder recorder = open(new SseRecorder());
    assertThat(recorder.next(3)).containsExactly(OPEN, event("a", "one"), event(null, "two"));
  }

  @Test
  void theRequestIsSentAsItIs() throws Exception {
    Request request =
        request()
            .header("Accept", "text/event-stream, application/json;q=0.1")
            .addHeader("X-Token", "1")
            .addHeader("X-Token", "2")
            .header("User-Agent", "app/1")
            .header("Last-Event-ID", "41")
            .build();
    open(new SseRecorder(), request);
    SeenRequest seen = server.takeRequest(WAIT);
    assertThat(seen.method()).isEqualTo("GET");
    assertThat(seen.headers().values("X-Token")).containsExactly("1", "2");
    assertThat(seen.headers().values("Accept")).containsExactly(request.header("Accept"));
    assertThat(seen.headers().values("User-Agent")).containsExactly("app/1");
    assertThat(seen.headers().values("Last-Event-ID")).containsExactly("41");
  }

  @Test
  void acceptsEventStreamsByDefault() throws Exception {
    open(new SseRecorder());
    assertThat(server.takeRequest(WAIT).headers().values("Accept"))
        .containsExactly("text/event-stream");
  }

  @Test
  void aPostIsSentOnceAndItsResponseEnds() throws Exception {
    log.publish("token");
    log.enqueue(Fault.eofAfterBytes("id: 1\ndata: token\n\n".length()));
    RequestBody body = RequestBody.create("{\"q\":\"é\"}", MediaType.get("application/json"));
    SseRecorder recorder = open(new SseRecorder(), request().post(body).build());
    assertThat(recorder.toItsEnd()).containsExactly(OPEN, event("1", "token"), CLOSED);
    SeenRequest seen = server.takeRequest(WAIT);
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(seen.body().utf8()).isEqualTo("{\"q\":\"é\"}");
    assertThat(seen.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(log.requestCount()).isEqualTo(1);
  }

  @Test
  void aPostThatBreaksFails() throws Exception {
    log.publish("token");
    log.enqueue(Fault.cutAfterBytes("id: 1\ndata: token\n\n".length()));
    SseRecorder recorder =
        open(new SseRecorder(), request().post(RequestBody.create("q", null)).build());
    assertThat(recorder.toItsEnd())
        .containsExactly(OPEN, event("1", "token"), new Failure(Kind.IO, 200));
    assertThat(log.requestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 501})
  void anErrorIsTheServersLastWord(int status) throws Exception {
    log.enqueue(Fault.status(status, Headers.of("X-Why", "because"), "not here"));
    SseRecorder recorder = open(new SseRecorder());
    assertThat(recorder.toItsEnd()).containsExactly(new Failure(Kind.NO_THROWABLE, status));
    assertThat(recorder.refused.header("X-Why")).isEqualTo("because");
    assertThat(recorder.refused.request().url()).isEqualTo(server.url("/events"));
    assertThat(log.requestCount()).isEqualTo(1);
  }

  @Test
  void anotherContentTypeIsNoStream() throws Exception {
    log.enqueue(Fault.contentType("text/html"));
    SseRecorder recorder = open(new SseRecorder());
    assertThat(recorder.toItsEnd()).containsExactly(new Failure(Kind.ILLEGAL_STATE, 200));
    assertThat(recorder.refused.header("Content-Type")).isEqualTo("text/html");
    assertThat(recorder.thrown).hasMessageContaining("text/html");
  }

  @Test
  void theBodyOfAnOpenStreamCannotBeRead() throws Exception {
    SseRecorder recorder = open(new SseRecorder());
    assertThat(recorder.next()).isEqualTo(OPEN);
    assertThatThrownBy(() -> recorder.opened.body().string())
        .isInstanceOf(IllegalStateException.class);
    recorder.opened.close();
    log.publish("one");
    assertThat(recorder.next()).isEqualTo(event("1", "one"));
  }

  @Test
  void aListenerThatThrowsAtAnEventEndsTheStream() throws Exception {
    throwsAt(what -> what instanceof Event, OPEN, event("1", "one"));
  }

  @Test
  void aListenerThatThrowsAtTheOpeningEndsTheStream() throws Exception {
    throwsAt(what -> what instanceof Heard.Open, OPEN);
  }

  private void throwsAt(Predicate<Heard> place, Heard... before) throws Exception {
    log.publish("one");
    log.publish("two");
    SseRecorder recorder =
        open(
            new SseRecorder(
                (source, what) -> {
                  if (place.test(what)) {
                    throw new SseRecorder.Thrown();
                  }
                }));
    List<Heard> heard = recorder.toItsEnd();
    assertThat(heard).startsWith(before).hasSize(before.length + 1);
    assertThat(heard).endsWith(new Failure(Kind.OF_THE_LISTENER, 200));
    nothingFollows(recorder);
  }

  @Test
  void cancelAtTheOpening() throws Exception {
    cancelsAt(what -> what instanceof Heard.Open, OPEN);
  }

  @Test
  void cancelAtAnEvent() throws Exception {
    cancelsAt(what -> what instanceof Event, OPEN, event("1", "one"));
  }

  @Test
  void cancelAtTheEnd() throws Exception {
    log.publish("one");
    log.end();
    SseRecorder recorder = open(new SseRecorder((source, what) -> cancelIf(what.isLast(), source)));
    assertThat(recorder.toItsEnd()).containsExactly(OPEN, event("1", "one"), CLOSED);
    streamClient.close();
    assertThat(recorder.rest()).isEmpty();
  }

  @Test
  void cancelAtAFailure() throws Exception {
    log.enqueue(Fault.status(404));
    SseRecorder recorder = open(new SseRecorder((source, what) -> source.cancel()));
    assertThat(recorder.toItsEnd()).containsExactly(new Failure(Kind.NO_THROWABLE, 404));
    nothingFollows(recorder);
  }

  @Test
  void cancelFromOutside() throws Exception {
    log.publish("one");
    SseRecorder recorder = open(new SseRecorder());
    assertThat(recorder.next(2)).containsExactly(OPEN, event("1", "one"));
    recorder.source.cancel();
    recorder.source.cancel();
    lastWordOfACancelledStream(recorder);
  }

  private void cancelsAt(Predicate<Heard> place, Heard... before) throws Exception {
    log.publish("one");
    log.publish("two");
    SseRecorder recorder =
        open(new SseRecorder((source, what) -> cancelIf(place.test(what), source)));
    assertThat(recorder.next(before.length)).containsExactly(before);
    lastWordOfACancelledStream(recorder);
  }

  private static void cancelIf(boolean now, EventSource source) {
    if (now) {
      source.cancel();
    }
  }

  /** The one thing that differs: okhttp-sse calls onFailure after cancel(). */
  private void lastWordOfACancelledStream(SseRecorder recorder) throws Exception {
    if (library == Library.OKHTTP_SSE) {
      assertThat(recorder.next()).isEqualTo(new Failure(Kind.IO, 200));
    }
    nothingFollows(recorder);
  }

  private void nothingFollows(SseRecorder recorder) throws Exception {
    log.awaitSubscribers(0, WAIT);
    log.publish("nobody hears this");
    streamClient.close();
    assertThat(recorder.rest()).isEmpty();
    assertThat(log.requestCount()).isLessThanOrEqualTo(2);
  }
}
