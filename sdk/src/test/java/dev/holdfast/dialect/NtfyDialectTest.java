package dev.holdfast.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example works, and shows how a dialect is tested: without a server. */
class NtfyDialectTest {
  private static final NtfyDialect NTFY = new NtfyDialect();
  private static final Headers LINES =
      Headers.of("Content-Type", "application/x-ndjson; charset=utf-8");
  private static final String HI =
      "{\"id\":\"sPs71M8A2T\",\"time\":1643935928,\"expires\":1643979128,\"event\":\"message\","
          + "\"topic\":\"t\",\"message\":\"hi\"}";
  private static final String BYE = HI.replace("sPs71M8A2T", "hwQ2YpKdmg").replace("hi", "bye €");

  private static PollAnswer read(String body) throws IOException {
    return NTFY.read(Polls.response(LINES, ByteString.encodeUtf8(body)));
  }

  @Test
  void asksSinceTheLastMessageOrForAllThatAreKept() {
    HttpUrl topic = HttpUrl.get("https://ntfy.sh/t/json?priority=high&since=10m");
    assertThat(NTFY.url(topic, null, Duration.ZERO))
        .hasToString("https://ntfy.sh/t/json?priority=high&poll=1&since=all");
    assertThat(NTFY.url(topic, "sPs71M8A2T", Duration.ZERO))
        .hasToString("https://ntfy.sh/t/json?priority=high&poll=1&since=sPs71M8A2T");
  }

  @Test
  void aLineIsAnEvent() throws IOException {
    assertThat(Polls.texts(read(HI + "\n" + BYE + "\n")))
        .containsExactly("sPs71M8A2T null " + HI, "hwQ2YpKdmg null " + BYE);
    assertThat(read(HI).nextCursor()).isNull();
  }

  @Test
  void whatIsNoMessageIsSkipped() throws IOException {
    String open = HI.replace("message\"", "open\"");
    String keepalive = "{\"id\":\"a\",\"time\":1643935928,\"event\":\"keepalive\",\"topic\":\"t\"}";
    assertThat(Polls.texts(read(open + "\n" + keepalive + "\r\n\r\n" + HI + "\r\n" + keepalive)))
        .containsExactly("sPs71M8A2T null " + HI);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n\n"})
  void noLinesAreAnAnswerWithoutEvents(String body) throws IOException {
    assertThat(read(body).events()).isEmpty();
  }

  @Test
  void anotherTypeIsNoAnswer() throws IOException {
    assertThat(NTFY.read(Polls.endless(Headers.of("Content-Type", "text/html")))).isNull();
    assertThat(NTFY.read(Polls.endless(Headers.of()))).isNull();
  }

  @Test
  void aBrokenLineIsNamedAndNotQuoted() {
    assertThatThrownBy(() -> read(HI + "\n{secret"))
        .isInstanceOf(IOException.class)
        .hasMessage("line 2 is not JSON");
  }
}
