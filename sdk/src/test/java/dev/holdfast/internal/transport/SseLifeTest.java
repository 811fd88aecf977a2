package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamRequest;
import dev.holdfast.internal.sim.World;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of an event stream's body shows that its server lives, in simulated time. */
class SseLifeTest {
  private final World world = new World(1);
  private final AtomicInteger news = new AtomicInteger();

  /** Reads a body of so many events, of which each comes after so long. */
  private void read(int events, long millis) {
    Buffer whole = new Buffer();
    for (int i = 0; i < events; i++) {
      whole.writeUtf8("data: x\n\n");
    }
    Source source =
        new ForwardingSource(whole) {
          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            if (millis > 0) {
              world.run(millis);
            }
            return super.read(sink, Math.min(9, byteCount));
          }
        };
    MediaType type = MediaType.get("text/event-stream");
    OkHttpClient base =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    new Response.Builder()
                        .request(chain.request())
                        .protocol(Protocol.HTTP_1_1)
                        .code(200)
                        .message("OK")
                        .header("Content-Type", type.toString())
                        .body(ResponseBody.create(Okio.buffer(source), type, -1))
                        .build())
            .build();
    StreamRequest request = StreamRequest.builder("https://a/").build();
    RecordingSink sink =
        new RecordingSink() {
          @Override
          public void received() {
            news.incrementAndGet();
          }
        };
    new SseTransport(new HttpClients(base, world, world), 1, world.environment())
        .open(new AttemptSpec(request, 1, null, false), sink);
    world.run(1_000);
  }

  @Test
  void whatWasThereBeforeIsNoNews() {
    read(5, 0);
    assertThat(news).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 2"})
  void whatTheReaderHadToWaitForIs(int events, long millis) {
    read(events, millis);
    assertThat(news).hasValue(events);
  }
}
