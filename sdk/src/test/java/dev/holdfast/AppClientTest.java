package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.SeenRequest;
import dev.holdfast.testkit.StreamServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;

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
