package dev.holdfast.dialect;

import static dev.holdfast.dialect.Messages.malformed;
import static dev.holdfast.dialect.Messages.nchan;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okhttp3.Headers;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw messages, and those of nchan. */
class OtherWebSocketsTest {
  private static DialectEvent of(String frame) throws IOException {
    return Messages.nchan().read(SocketFrame.text(frame)).event();
  }

  private static DialectEvent of(String head, ByteString body) throws IOException {
    ByteString frame = new Buffer().writeUtf8(head).write(body).readByteString();
    return Messages.nchan().read(SocketFrame.binary(frame)).event();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"kind\":\"hello\"}", "\0", "€\ud83d\ude00\n\n"})
  void aRawMessageIsAnEvent(String text) throws Exception {
    SocketConversation raw = Messages.begun(WebSocketDialect.raw(), null);
    DialectEvent event = raw.read(SocketFrame.text(text)).event();
    assertThat(event.text()).isEqualTo(text);
    assertThat(event.id()).isNull();
    assertThat(event.type()).isNull();
    ByteString bytes = ByteString.encodeUtf8(text);
    assertThat(raw.read(SocketFrame.binary(bytes)).event().bytes()).isEqualTo(bytes);
    assertThat(WebSocketDialect.raw().subprotocols()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1000, '', true", "1000, 408, true", "1001, '', false", "1005, '', false"})
  void aRawStreamEndsByItsCode(int code, String reason, boolean ends) {
    SocketConversation raw = Messages.begun(WebSocketDialect.raw(), null);
    assertThat(raw.endsStream(code, reason)).isEqualTo(ends);
  }

  @Test
  void nchanHasAPositionAndPerhapsAType() throws Exception {
    assertThat(of("id: 1:0\n\nx").id()).isEqualTo("1:0");
    assertThat(of("id: 1:0\n\nx").text()).isEqualTo("x");
    assertThat(of("id: 1:0\ncontent-type: text/plain\n\nx").text()).isEqualTo("x");
    assertThat(of("content-type: ;;\nlater: 7\nid: 1:0\n\nx").id()).isEqualTo("1:0");
    assertThat(of("id: 1:0\r\n\r\n\nx\n\n").text()).isEqualTo("\nx\n\n");
    assertThat(of("id: 1:0\n\n").text()).as("empty").isEmpty();
  }

  @Test
  void nchansBytesAreATextIfTheirTypeOrTheyThemselvesSaySo() throws Exception {
    ByteString latin = ByteString.decodeHex("e9");
    assertThat(of("id: 1:0\n\n", latin).bytes()).isEqualTo(latin);
    assertThat(of("id: 1:0\n\n", ByteString.encodeUtf8("é")).text()).isEqualTo("é");
    assertThat(of("id: 1:0\ncontent-type: text/plain; charset=iso-8859-1\n\n", latin).text())
        .isEqualTo("é");
    assertThat(of("id: 1:0\ncontent-type: image/png\n\n", ByteString.encodeUtf8("x")).bytes())
        .isEqualTo(ByteString.encodeUtf8("x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty line",
        "SECRET | empty line",
        "id: 1:0 | empty line",
        "'id: 1:0\n' | empty line",
        "'id: 1:0\nSECRET' | empty line",
        "'\nSECRET' | without id",
        "'content-type: text/plain\n\nSECRET' | without id",
        "'ID: 1:0\n\nSECRET' | without id"
      })
  void whatHasNoHeadIsNotNchans(String frame, String why) {
    assertThat(malformed(nchan(), SocketFrame.text(frame))).contains(why);
    assertThat(malformed(nchan(), SocketFrame.binary(ByteString.encodeUtf8(frame)))).contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, '', true",
    "1000, done, true",
    "1000, 408 Request Timeout, false",
    "1000, 4080, false",
    "1001, '', false"
  })
  void nchansTimeLimitIsNoEnd(int code, String reason, boolean ends) {
    assertThat(nchan().endsStream(code, reason)).isEqualTo(ends);
  }

  @Test
  void nchanNeedsItsSubprotocol() {
    assertThat(WebSocketDialect.nchan().begin(null, Headers.of(), null)).isNull();
    assertThat(WebSocketDialect.nchan().begin("other", Headers.of(), null)).isNull();
    assertThat(nchan().beginsWithHello()).isFalse();
  }
}
