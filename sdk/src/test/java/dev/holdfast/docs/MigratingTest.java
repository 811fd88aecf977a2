package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamClient;
import dev.holdfast.Subscription;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.sse.EventSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documents show code that compiles; what docs/migrating.md has as "after" works. */
class MigratingTest {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/events").startFromBeginning();
  private final StreamClient client = StreamClient.create();
  private final String url = server.url("/events").toString();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"migrating.md, 6", "credentials.md, 3"})
  void everySnippetIsCompiled(String document, int least) throws IOException {
    Snippets.areCompiled(document, least);
  }

  /** The connection is cut in the middle of the second of three events. */
  private void publishThreeAndCut() {
    log.publish("one");
    log.publish("two");
    log.publish("three");
    log.enqueue(Fault.cutAfterBytes(25));
  }

  @Test
  void afterOkHttpSse() throws Exception {
    publishThreeAndCut();
    OkHttpSseSnippets app = new OkHttpSseSnippets();
    try (StreamClient streamClient = app.client(new OkHttpClient())) {
      EventSource source =
          app.after(streamClient, new Request.Builder().url(url).build(), app.new PricesListener());
      assertThat(app.next(3)).containsExactly("one", "two", "three");
      source.cancel();
      log.awaitSubscribers(0, WAIT);
    }
  }

  @Test
  void afterOkHttpSseWithMoreToHear() throws Exception {
    publishThreeAndCut();
    OkHttpSseSnippets app = new OkHttpSseSnippets();
    app.withSettings(client)
        .newEventSource(new Request.Builder().url(url).build(), app.new TellingListener());
    assertThat(app.next(5)).containsExactly("one", "offline", "online", "two", "three");
  }

  @Test
  void afterEventsource() throws Exception {
    publishThreeAndCut();
    EventsourceSnippets app = new EventsourceSnippets();
    app.store.save("1");
    Subscription subscription = app.after(client, url, "secret");
    assertThat(app.next(5)).containsExactly("online", "two", "offline", "online", "three");
    assertThat(server.takeRequest(WAIT).header("Authorization")).isEqualTo("Bearer secret");
    log.end();
    assertThat(subscription.awaitClosed(WAIT)).isTrue();
    assertThat(app.store.load()).isEqualTo("3");
  }

  @Test
  void afterALoop() throws Exception {
    publishThreeAndCut();
    HandWrittenSnippets app = new HandWrittenSnippets();
    Subscription subscription = app.after(client, url);
    assertThat(app.next(3)).containsExactly("one", "two", "three");
    app.stop(subscription);
    log.awaitSubscribers(0, WAIT);
  }
}
