package dev.holdfast.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.StreamRequest;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which requests can be sent again, and how. */
class RequestsTest {
  private static Request.Builder request() {
    return new Request.Builder().url("https://example.com/events?q=1");
  }

  private static StreamRequest translated(Request.Builder request) {
    return Requests.translate(request.build()).build();
  }

  private static void assertRefused(RequestBody body, String... why) {
    assertThatThrownBy(() -> translated(request().post(body)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(why);
  }

  @Test
  void keepsUrlMethodAndBody() {
    RequestBody body = RequestBody.create("q", MediaType.get("text/plain; charset=utf-8"));
    StreamRequest translated = translated(request().put(body));
    assertThat(translated.url()).hasToString("https://example.com/events?q=1");
    assertThat(translated.method()).isEqualTo("PUT");
    assertThat(translated.body()).isEqualTo(ByteString.encodeUtf8("q"));
    assertThat(translated.bodyType()).isEqualTo(body.contentType());
    assertThat(translated.backoff().reconnect()).isFalse();
  }

  @Test
  void takesTheCursorFromItsHeader() {
    StreamRequest translated = translated(request().header("last-event-id", "41").header("A", "b"));
    assertThat(translated.lastEventId()).isEqualTo("41");
    assertThat(translated.headers().names()).containsExactly("A");
    assertThat(translated.backoff().reconnect()).isTrue();
  }

  @Test
  void anEmptyCursorIsNone() {
    assertThat(translated(request().header("Last-Event-ID", "")).lastEventId()).isNull();
  }

  @Test
  void refusesABodyThatCanBeSentOnceOnly() {
    assertRefused(
        new Body() {
          @Override
          public boolean isOneShot() {
            return true;
          }
        },
        "one-shot");
    assertRefused(
        new Body() {
          @Override
          public boolean isDuplex() {
            return true;
          }
        },
        "duplex");
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    int most = (int) HoldfastEventSources.MAX_REQUEST_BODY_BYTES;
    assertThat(translated(request().post(RequestBody.create(new byte[most]))).body().size())
        .isEqualTo(most);
    assertRefused(
        RequestBody.create(new byte[most + 1]), "16777216 bytes", "MAX_REQUEST_BODY_BYTES");
    assertRefused(
        new Body() {
          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            while (true) {
              sink.write(new byte[8192]);
            }
          }
        },
        "MAX_REQUEST_BODY_BYTES");
  }

  @Test
  void refusesABodyThatCannotBeRead() {
    assertRefused(
        new Body() {
          @Override
          public void writeTo(BufferedSink sink) throws IOException {
            throw new IOException("no such file");
          }
        },
        "no such file");
  }

  @Test
  void refusesWhatHasNoStreamAndWhatCannotBeSent() {
    assertThatThrownBy(() -> translated(request().head())).hasMessageContaining("HEAD");
    okhttp3.Headers headers =
        new okhttp3.Headers.Builder().addUnsafeNonAscii("X-Name", "é").build();
    assertThatThrownBy(() -> translated(request().headers(headers)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X-Name");
  }

  private static class Body extends RequestBody {
    @Override
    public @Nullable MediaType contentType() {
      return null;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.writeUtf8("q");
    }
  }
}
