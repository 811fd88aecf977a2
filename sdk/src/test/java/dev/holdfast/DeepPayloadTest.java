package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.json.JsonEvents;
import dev.holdfast.json.JsonListener;
import dev.holdfast.testkit.Payload;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An event of a million nested arrays, among ordinary ones, over real sockets. */
@Timeout(60)
class DeepPayloadTest extends SocketTest {
  private static final String DEEP = "[".repeat(1_000_000) + "]".repeat(1_000_000);

  private final BlockingQueue<String> read = new LinkedBlockingQueue<>();

  private StreamRequest.Builder by(TransportType transport) {
    return request().transports(transport);
  }

  private void publish() {
    for (String json : new String[] {"[1]", DEEP, "[3]", DEEP, "[5]"}) {
      log.publish(Payload.json(json));
    }
  }

  private JsonListener reading(PayloadPolicy policy) {
    return JsonEvents.builder()
        .onFailure(policy)
        .build()
        .on("message", JsonNode.class, (json, event) -> read.add(event.id() + " " + json))
        .rest(recorder);
  }

  private void assertReadAndGoingOn(Subscription stream) throws InterruptedException {
    for (String expected : new String[] {"1 [1]", "3 [3]", "5 [5]"}) {
      assertThat(read.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
    }
    Await.until("processed", () -> "5".equals(stream.lastEventId()));
    log.publish(Payload.json("[6]"));
    assertThat(read.poll(20, TimeUnit.SECONDS)).isEqualTo("6 [6]");
    assertThat(stream.state()).isEqualTo(ConnectionState.OPEN);
    assertThat(stream.diagnostics().attempts()).as("no reconnect").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void eachTransportBringsItOnceAndInOrder(TransportType transport) throws Exception {
    publish();
    Subscription stream = subscribe(by(transport));
    for (int i = 1; i <= 5; i++) {
      StreamEvent event = recorder.next(StreamEvent.class);
      assertThat(event.id()).isEqualTo("" + i);
      String expected = i % 2 == 0 ? DEEP : "[" + i + "]";
      assertThat(event.data().equals(expected)).as("event %d", i).isTrue();
      if (i % 2 == 0) {
        assertThatThrownBy(() -> event.as(JsonNode.class))
            .isInstanceOfSatisfying(
                EventDecodingException.class,
                e -> assertThat(e.kind()).isEqualTo(EventDecodingException.Kind.LIMIT));
      }
    }
    log.publish("6");
    assertThat(recorder.next(StreamEvent.class).id()).isEqualTo("6");
    assertThat(stream.diagnostics().attempts()).as("no reconnect").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void reportTellsOfEachAndGoesOn(TransportType transport) throws Exception {
    publish();
    JsonListener listener = reading(PayloadPolicy.REPORT);
    Subscription stream = client.subscribe(by(transport).build(), listener);
    for (String id : new String[] {"2", "4"}) {
      Recorder.Failed failed = recorder.next(Recorder.Failed.class);
      assertThat(failed.event().id()).isEqualTo(id);
      assertThat(failed.failure())
          .isInstanceOfSatisfying(
              EventDecodingException.class,
              e -> assertThat(e.kind()).isEqualTo(EventDecodingException.Kind.LIMIT));
    }
    assertReadAndGoingOn(stream);
    assertThat(listener.failures()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(TransportType.class)
  void skipCountsEachAndGoesOn(TransportType transport) throws Exception {
    publish();
    JsonListener listener = reading(PayloadPolicy.SKIP);
    Subscription stream = client.subscribe(by(transport).build(), listener);
    assertReadAndGoingOn(stream);
    assertThat(listener.failures()).isEqualTo(2);
    assertThat(recorder.hears(Recorder.Failed.class, java.time.Duration.ZERO)).isFalse();
  }
}
