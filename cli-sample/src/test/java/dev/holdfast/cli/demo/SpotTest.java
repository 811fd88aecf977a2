package dev.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.StreamServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The breaks are where the script says, on the wire of the test kit's server. */
@Timeout(30)
class SpotTest {

  private static ByteString body(Spot spot) throws Exception {
    try (StreamServer server = StreamServer.builder().start()) {
      EventLog log = server.stream("/").startFromBeginning();
      for (int n = 1; n <= 5; n++) {
        log.publish(Integer.toString(n), Reading.TYPE, Reading.data(n));
      }
      log.enqueue(Fault.eofAfterBytes(spot.bytes(1, 4)));
      OkHttpClient client = new OkHttpClient();
      try (Response response =
          client.newCall(new Request.Builder().url(server.url("/")).build()).execute()) {
        return response.body().byteString();
      } finally {
        client.connectionPool().evictAll();
      }
    }
  }

  @Test
  void beforeAnEventEverythingBeforeItIsWhole() throws Exception {
    assertThat(body(Spot.BEFORE_EVENT).utf8())
        .endsWith("data: " + Reading.data(3) + "\n\n")
        .doesNotContain("\nid: 4\n");
  }

  @Test
  void inTheMiddleOfAnEventItHasBegun() throws Exception {
    assertThat(body(Spot.MID_EVENT).utf8()).contains("\nid: 4\n").doesNotContain(Reading.data(4));
  }

  @Test
  void inACharacterHalfOfItIsThere() throws Exception {
    ByteString body = body(Spot.MID_CHARACTER);

    assertThat(body.utf8()).contains("\nid: 4\n").endsWith("\ufffd");
    assertThat(body.getByte(body.size() - 1)).isNegative();
  }
}
