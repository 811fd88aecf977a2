package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** Twenty thousand events, through hundreds of connections that are cut anywhere. */
class ChaosResumeTest extends SocketTest {
  private static final int EVENTS = 20_000;
  private static final long SEED = Long.getLong("holdfast.chaos.seed", System.nanoTime());

  private final ChaosScript script = new ChaosScript(SEED, EVENTS, 28);
  private final List<StreamEvent> events = new ArrayList<>();
  private final List<Gap> gaps = new CopyOnWriteArrayList<>();

  @Test
  void everyEventComesOnceAndInOrderThroughCutsAtAnyByte() throws Exception {
    System.out.println("chaos: -Dholdfast.chaos.seed=" + SEED);
    script.publishTo(log);
    serverSendsTheBytesOfTheScript();
    int before = log.requestCount();
    log.faults(script::next);
    long start = System.nanoTime();
    Subscription subscription = client.subscribe(request().build(), new Collector());
    assertThat(subscription.awaitClosed(Duration.ofSeconds(60))).as("in time").isTrue();
    int connections = log.requestCount() - before;
    System.out.printf(
        "chaos: %d events over %d connections in %d ms, cut by %s in %s%n",
        events.size(),
        connections,
        (System.nanoTime() - start) / 1_000_000,
        script.kinds,
        script.places);

    assertThat(subscription.closeCause()).isNull();
    assertThat(events).extracting(StreamEvent::id).containsExactlyElementsOf(script.ids);
    assertThat(events).extracting(StreamEvent::data).containsExactlyElementsOf(script.data);
    assertThat(gaps).isEmpty();
    assertThat(script.wrongResumes).isEmpty();
    assertThat(subscription.lastEventId()).isEqualTo(script.ids.get(EVENTS - 1));

    assertThat(connections).isGreaterThanOrEqualTo(500);
    assertThat(script.kinds.values()).hasSize(3).allMatch(count -> count >= 50);
    assertThat(script.places.get(ChaosScript.Place.ID_LINE)).isGreaterThanOrEqualTo(50);
    assertThat(script.places.get(ChaosScript.Place.UTF8_SEQUENCE)).isGreaterThanOrEqualTo(50);
    server.assertExhausted();
  }

  /** Else the cuts would not be where the script counts them. */
  private void serverSendsTheBytesOfTheScript() throws Exception {
    log.enqueue(Fault.eofAfterBytes(script.bytes().length));
    Request whole = new Request.Builder().url(server.url("/events")).build();
    try (Response response = new OkHttpClient().newCall(whole).execute()) {
      assertThat(response.body().bytes()).isEqualTo(script.bytes());
    }
  }

  private final class Collector implements StreamListener {
    @Override
    public void onEvent(StreamEvent event) {
      events.add(event);
    }

    @Override
    public void onGap(Gap gap) {
      gaps.add(gap);
    }
  }
}
