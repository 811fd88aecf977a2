package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** The example of the README: a plain OkHttp client that resumes after its connection was cut. */
class ExampleTest {
  private final OkHttpClient client = new OkHttpClient();

  @Test
  void resumesAfterACut() throws Exception {
    try (StreamServer server = StreamServer.builder().start()) {
      EventLog log = server.stream("/events").startFromBeginning();
      log.publish("hello");
      log.publish("world");
      log.enqueue(Fault.cutAfterBytes(20));

      Request first = new Request.Builder().url(server.url("/events")).build();
      try (Response response = client.newCall(first).execute()) {
        assertThat(response.body().source().readUtf8(20)).isEqualTo("id: 1\ndata: hello\n\ni");
        assertThatThrownBy(() -> response.body().source().readByte())
            .isInstanceOf(IOException.class);
      }

      log.end();
      Request second = first.newBuilder().header("Last-Event-ID", "1").build();
      try (Response response = client.newCall(second).execute()) {
        assertThat(response.body().string()).isEqualTo("id: 2\ndata: world\n\n");
      }

      assertThat(server.takeRequest(Duration.ofSeconds(1)).lastEventId()).isNull();
      assertThat(server.takeRequest(Duration.ofSeconds(1)).lastEventId()).isEqualTo("1");
      server.assertExhausted();
    }
  }
}
