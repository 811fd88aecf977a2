package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The app's own OkHttpClient: what streams take over from it, and what they leave alone. */
class AppClientTest extends SocketTest {

  @Test
  void interceptorsOfTheAppDoNotRunForAnotherOrigin() throws Exception {
    try (StreamServer other = StreamServer.builder().start()) {
      other.stream("/there");
      log.enqueue(Fault.redirect(other.url("/there").toString(), 307));
      OkHttpClient app =
          new OkHttpClient.Builder()
              .addInterceptor(
                  chain ->
                      chain.proceed(
                          chain
                              .request()
                              .newBuilder()
                              .header("Authorization", "Bearer SECRET")
                              .build()))
              .build();
      try (StreamClient own = StreamClient.builder().okHttpClient(app).build()) {
        own.subscribe(request().build(), recorder);
        SeenRequest here = server.takeRequest(WAIT);
        SeenRequest there = other.takeRequest(WAIT);
        assertThat(here.header("Authorization")).isEqualTo("Bearer SECRET");
        assertThat(there.header("Authorization")).isNull();
      }
    }
  }

  @Test
  void theAppsDispatcherKnowsNothingOfStreams() throws Exception {
    log.enqueue(Fault.neverAnswer());
    OkHttpClient app = new OkHttpClient();
    try (StreamClient own = StreamClient.builder().okHttpClient(app).build()) {
      Subscription subscription = own.subscribe(request().build(), recorder);
      server.takeRequest(WAIT);
      assertThat(app.dispatcher().runningCallsCount()).isZero();
      app.dispatcher().cancelAll();
      assertThat(subscription.state()).isEqualTo(ConnectionState.CONNECTING);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TransportType.class,
      names = {"SSE", "WEBSOCKET"})
  void twoHundredStreamsLeaveTheAppsOwnCallsToTheSameHostAtOnce(TransportType by) throws Exception {
    OkHttpClient app = new OkHttpClient();
    server.stream("/own").faults(request -> Fault.status(500));
    try (StreamClient own = StreamClient.builder().okHttpClient(app).build()) {
      for (int i = 0; i < 200; i++) {
        own.subscribe(request().transports(by).build(), event -> {});
      }
      Await.until("all open", 30, () -> log.subscribers() == 200);
      assertThat(app.connectionPool().connectionCount()).isZero();
      for (int i = 0; i < 20; i++) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        app.newCall(new Request.Builder().url(server.url("/own")).build())
            .enqueue(
                new okhttp3.Callback() {
                  @Override
                  public void onFailure(Call call, IOException e) {
                    status.completeExceptionally(e);
                  }

                  @Override
                  public void onResponse(Call call, Response response) {
                    response.close();
                    status.complete(response.code());
                  }
                });
        assertThat(status.get(1, TimeUnit.SECONDS)).isEqualTo(500);
      }
      assertThat(app.dispatcher().queuedCallsCount()).isZero();
      assertThat(app.dispatcher().getMaxRequestsPerHost()).isEqualTo(5);
      assertThat(app.connectionPool().connectionCount()).isEqualTo(1);
    }
    assertThat(app.connectionPool().connectionCount()).as("the app's own").isEqualTo(1);
    assertThat(app.dispatcher().executorService().isShutdown()).isFalse();
  }

  @Test
  void closeLeavesNoHttp2SocketBehind() throws Exception {
    try (StreamServer h2 = StreamServer.builder().protocols(Protocol.H2_PRIOR_KNOWLEDGE).start()) {
      h2.stream("/events").startFromBeginning().publish("one");
      OkHttpClient app =
          new OkHttpClient.Builder()
              .protocols(java.util.List.of(Protocol.H2_PRIOR_KNOWLEDGE))
              .build();
      for (int i = 0; i < 10; i++) {
        StreamClient own = StreamClient.builder().okHttpClient(app).build();
        Recorder one = new Recorder();
        own.subscribe(StreamRequest.builder(h2.url("/events")).build(), one);
        one.nextData(1);
        own.close();
        Await.until("no socket", () -> h2.openConnections() == 0);
      }
    }
  }
}
