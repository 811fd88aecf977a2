package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamRequest;
import dev.holdfast.cli.demo.Scene.Backstage;
import dev.holdfast.cli.demo.Scene.OnTheWire;
import dev.holdfast.cli.demo.Scene.Stage;
import dev.holdfast.cli.output.Terminal;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server does what the script says, as a client without any cleverness sees it. */
@Timeout(30)
class DirectorTest {
  private static final OnTheWire END = new OnTheWire(Spot.BEFORE_EVENT, Fault::eofAfterBytes);

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/").startFromBeginning();
  private final OkHttpClient client = new OkHttpClient();
  private final Narrator narrator =
      new Narrator(
          Terminal.plain(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));
  private final Backstagehand backstage = new Backstagehand(narrator);

  /** Never started. */
  private final App app = new App(StreamRequest.of("http://127.0.0.1:1/"), new Chat(log, narrator));

  @AfterEach
  void stop() {
    client.connectionPool().evictAll();
    backstage.close();
    server.close();
  }

  private Director direct(Scene... scenes) {
    Director director =
        new Director(List.of(scenes), new Stage(server, log, Duration.ofMillis(1), app), backstage);
    log.faults(director::next);
    return director;
  }

  private void publish(int count) {
    for (int i = 0; i < count; i++) {
      long n = log.published() + 1;
      log.publish(Long.toString(n), Reading.TYPE, Reading.data(n));
    }
  }

  private Response get(long cursor) throws IOException {
    Request.Builder request = new Request.Builder().url(server.url("/"));
    if (cursor > 0) {
      request.header("Last-Event-ID", Long.toString(cursor));
    }
    return client.newCall(request.build()).execute();
  }

  /** The body of a response, to which events are published once it has begun. */
  private String body(long cursor) throws IOException {
    try (Response response = get(cursor)) {
      publish(20);
      return response.body().string();
    }
  }

  @Test
  void eachConnectionBreaksWhereItsSceneSays() throws IOException {
    direct(
        new Scene("", new OnTheWire(Spot.MID_EVENT, Fault::eofAfterBytes)).replaying(3),
        new Scene("", END),
        new Scene("", END));

    assertThat(body(0)).startsWith("id: 1\n").contains("\nid: 8\n").doesNotEndWith("\n\n");
    assertThat(body(7)).startsWith("id: 5\n").endsWith(Reading.data(27) + "\n\n");
    assertThat(body(27)).startsWith("id: 28\n").endsWith(Reading.data(47) + "\n\n");
  }

  @Test
  void requestsGetTheAnswersOfTheSceneThatBrokeTheConnection() throws IOException {
    Director director =
        direct(
            new Scene("first", END).answering(Fault.status(503), Fault.status(502)),
            new Scene("second", END));

    body(0);
    try (Response unavailable = get(7)) {
      assertThat(unavailable.code()).isEqualTo(503);
    }
    try (Response badGateway = get(7)) {
      assertThat(badGateway.code()).isEqualTo(502);
    }
    assertThat(director.cue()).isEqualTo(new Director.Cue(1, 2, "first", null, 0));
    assertThat(body(7)).startsWith("id: 8\n");
    assertThat(director.cue()).isEqualTo(new Director.Cue(2, 2, "second", "7", 0));
  }

  @Test
  void afterTheLastSceneTheStreamGoesOn() throws IOException {
    Director director = direct(new Scene("", END).replaying(3));
    body(0);
    log.end();

    assertThat(get(0).body().string()).endsWith(Reading.data(20) + "\n\n");
    assertThat(director.cue()).isEqualTo(new Director.Cue(2, 1, null, null, 3));
  }

  @Test
  void whatIsDoneBackstageIsDoneOnce() throws Exception {
    Semaphore done = new Semaphore(0);
    Director director = direct(new Scene("", new Backstage(stage -> done.release())));
    try (Response response = get(0)) {
      director.published(8);
      assertThat(done.tryAcquire(50, TimeUnit.MILLISECONDS)).as("unannounced").isFalse();
      director.cue();
      director.published(7);
      director.published(8);
      director.published(9);

      assertThat(done.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      assertThat(done.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  /** The status that a handshake is answered with. */
  private int upgrade() throws Exception {
    CompletableFuture<Integer> status = new CompletableFuture<>();
    WebSocketListener listener =
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket webSocket, Response response) {
            status.complete(response.code());
          }

          @Override
          public void onFailure(WebSocket webSocket, Throwable t, Response response) {
            status.complete(response == null ? 0 : response.code());
          }
        };
    WebSocket opened =
        client.newWebSocket(new Request.Builder().url(server.url("/")).build(), listener);
    try {
      return status.get(10, TimeUnit.SECONDS);
    } finally {
      opened.cancel();
    }
  }

  @Test
  void aProxyStaysUntilItHasStoppedSomething() throws Exception {
    Backstage nothing = new Backstage(stage -> {});
    Scene.Proxy proxy = new Scene.Proxy(Served.WEBSOCKET, Fault.status(403));
    Director director =
        direct(
            new Scene("forbidden", nothing).behind(proxy),
            new Scene("allowed", nothing).survivedBy(Served.WEBSOCKET),
            new Scene("next", nothing));
    try (Response first = get(0)) {
      assertThat(director.cue().title()).isEqualTo("forbidden");
      director.published(100);
    }
    try (Response second = get(1)) {
      assertThat(director.cue().title()).isEqualTo("allowed");
      director.published(200);
      assertThat(upgrade()).isEqualTo(403);
      director.published(300);
    }
    try (Response beside = get(1)) {
      assertThat(director.cue().title()).as("not by this").isEqualTo("allowed");
      assertThat(upgrade()).isEqualTo(101);
      assertThat(director.cue().title()).isEqualTo("next");
    }
  }
}
