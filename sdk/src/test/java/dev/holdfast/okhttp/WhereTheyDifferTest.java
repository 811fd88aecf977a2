package dev.holdfast.okhttp;

import static dev.holdfast.okhttp.Heard.CLOSED;
import static dev.holdfast.okhttp.Heard.OPEN;
import static dev.holdfast.okhttp.Heard.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.okhttp.Heard.Failure;
import dev.holdfast.okhttp.Heard.Kind;
import dev.holdfast.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Request;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSources;
import org.junit.jupiter.api.Test;

/** What ends a stream of okhttp-sse, and what the drop-in makes of it. */
class WhereTheyDifferTest extends SseTest {
  private final SseRecorder theirs = new SseRecorder();
  private final SseRecorder ours = new SseRecorder();

  private void openTheirs() {
    EventSources.createFactory(okHttpClient).newEventSource(request().build(), theirs);
  }

  private void openOurs() {
    quick().newEventSource(request().build(), ours);
  }

  @Test
  void aServerRestart() throws Exception {
    log.publish("before");
    openTheirs();
    openOurs();
    assertThat(theirs.next(2)).containsExactly(OPEN, event("1", "before"));
    assertThat(ours.next(2)).containsExactly(OPEN, event("1", "before"));
    server.stop();
    assertThat(theirs.next()).isEqualTo(new Failure(Kind.IO, 200));
    log.publish("while away");
    server.start();
    assertThat(ours.next()).isEqualTo(event("2", "while away"));
    log.publish("after");
    log.end();
    assertThat(ours.next(2)).containsExactly(event("3", "after"), CLOSED);
    assertThat(theirs.rest()).isEmpty();
    assertThat(ours.rest()).isEmpty();
  }

  @Test
  void aResetInMidEvent() throws Exception {
    breaks(Fault.resetAfterBytes(30));
  }

  @Test
  void aCutInMidEvent() throws Exception {
    breaks(Fault.cutAfterBytes(30));
  }

  private void breaks(Fault fault) throws Exception {
    List<Heard> all = new ArrayList<>(List.of(OPEN));
    for (int i = 1; i <= 5; i++) {
      all.add(event(log.publish("event " + i), "event " + i));
    }
    all.add(CLOSED);
    log.end();

    log.enqueue(fault);
    openTheirs();
    List<Heard> heard = theirs.toItsEnd();
    assertThat(heard).hasSizeLessThan(5).endsWith(new Failure(Kind.IO, 200));
    assertThat(all).containsAll(heard.subList(0, heard.size() - 1));

    log.enqueue(fault).enqueue(fault);
    openOurs();
    assertThat(ours.toItsEnd()).isEqualTo(all);
    server.assertExhausted();
  }

  @Test
  void theServerEndsTheResponseAndMeansToGoOn() throws Exception {
    log.publish("one");
    openTheirs();
    openOurs();
    theirs.next(2);
    ours.next(2);
    log.disconnect();
    assertThat(theirs.next()).isEqualTo(CLOSED);
    log.publish("two");
    assertThat(ours.next()).isEqualTo(event("2", "two"));
  }

  @Test
  void aServerThatIsBusy() throws Exception {
    log.publish("one");
    log.enqueue(Fault.status(503));
    openTheirs();
    assertThat(theirs.toItsEnd()).containsExactly(new Failure(Kind.NO_THROWABLE, 503));
    log.enqueue(Fault.status(503));
    openOurs();
    assertThat(ours.next(2)).containsExactly(OPEN, event("1", "one"));
  }

  @Test
  void aServerThatIsAway() throws Exception {
    log.publish("one");
    server.stop();
    openTheirs();
    assertThat(theirs.toItsEnd()).containsExactly(new Failure(Kind.IO, null));
    openOurs();
    server.start();
    assertThat(ours.next(2)).containsExactly(OPEN, event("1", "one"));
  }

  @Test
  void aStreamThatIsOverBeforeItBegins() throws Exception {
    log.end();
    openTheirs();
    assertThat(theirs.toItsEnd()).containsExactly(new Failure(Kind.ILLEGAL_STATE, 204));
    openOurs();
    assertThat(ours.toItsEnd()).containsExactly(CLOSED);
  }

  @Test
  void anIdentifierIsKnownFromTheStart() throws Exception {
    log.publish("1", null, "one");
    log.publish(null, null, "two");
    Request request = request().header("Last-Event-ID", "1").build();
    EventSources.createFactory(okHttpClient).newEventSource(request, theirs);
    assertThat(theirs.next(2)).containsExactly(OPEN, event(null, "two"));
    HoldfastEventSources.createFactory(streamClient).newEventSource(request, ours);
    assertThat(ours.next(2)).containsExactly(OPEN, event("1", "two"));
  }

  @Test
  void theBodyOfAnErrorIsNotKept() throws Exception {
    Fault fault = Fault.status(404, okhttp3.Headers.of(), "not here");
    log.enqueue(fault);
    EventSource.Factory factory = HoldfastEventSources.createFactory(streamClient);
    factory.newEventSource(request().build(), ours);
    ours.toItsEnd();
    assertThat(ours.refused.body().string()).isEmpty();
  }
}
