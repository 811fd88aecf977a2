package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Channel;
import dev.holdfast.FileCursorStore;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/guide.md shows code that works. */
@Timeout(60)
class GuideTest {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/events").startFromBeginning();
  private final StreamClient client = StreamClient.create();
  private final String url = server.url("/events").toString();
  private final GuideSnippets app = new GuideSnippets();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void theFirstStream() throws Exception {
    log.publish("one");
    app.first(url);
    log.awaitSubscribers(0, WAIT);
  }

  @Test
  void aListenerThatHearsMore() throws Exception {
    log.publish("one");
    client.subscribe(StreamRequest.of(url), app.hearsMore());
    assertThat(app.next(3)).containsExactly("offline", "online", "one");
    log.end();
    while (!app.next(1).contains("error")) {
      // Offline once or twice: it looks whether the server only ended the connection.
    }
  }

  @Test
  void aStoreContinuesWhereTheLastRunStopped(@TempDir Path folder) throws Exception {
    log.publish("one");
    StreamRequest request = app.continues(url, folder.resolve("positions"));
    Subscription prices = client.subscribe(request, event -> app.show(event.data()));
    assertThat(app.next(1)).containsExactly("one");
    app.end(prices);
    log.publish("two");
    prices = client.subscribe(request, event -> app.show(event.data()));
    assertThat(app.next(1)).containsExactly("two");
    app.end(prices);
    ((FileCursorStore) request.cursorStore()).close();
  }

  @Test
  void anExecutorAndWorkers(@TempDir Path folder) throws Exception {
    log.publish("one");
    ExecutorService workers = Executors.newFixedThreadPool(2);
    try (FileCursorStore positions = FileCursorStore.open(folder.resolve("positions"))) {
      client.subscribe(app.latest(url, workers), event -> app.show(event.data()));
      assertThat(app.next(1)).containsExactly("one");
      Subscription orders = app.orders(client, url, positions, workers);
      assertThat(app.next(1)).containsExactly("one");
      log.publish("two");
      assertThat(app.next(2)).containsExactly("two", "two");
      workers.shutdown();
      app.end(orders);
      assertThat(positions.load("orders")).isEqualTo("2");
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  void pullAndJson() throws Exception {
    log.publish("{\"symbol\":\"X\",\"price\":1}");
    app.trades(client, StreamRequest.of(url));
    assertThat(app.next(1)).containsExactly("Trade[symbol=X, price=1.0]");
    assertThat(app.checked()).isNotNull();
    log.end();
    app.pull(client, url);
    assertThat(app.next(1)).containsExactly("{\"symbol\":\"X\",\"price\":1}");
  }

  @Test
  void aChannel() throws Exception {
    Channel room = app.talk(client, url);
    assertThat(app.next(1)).containsExactly("message ACKNOWLEDGED");
    app.moves(client);
    app.says(room);
    assertThat(app.next(1).get(0)).contains("sse");
  }

  @Test
  void aTestWithTheTestKit() throws Exception {
    new TestKitSnippets().test();
  }
}
