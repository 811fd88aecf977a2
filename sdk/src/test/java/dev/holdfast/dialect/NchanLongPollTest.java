package dev.holdfast.dialect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** nchan's answers: a message each, its position in the headers. */
class NchanLongPollTest {
  private static final LongPollDialect NCHAN = LongPollDialect.nchan();
  private static final String DATE = "Thu, 03 Feb 2022 12:12:08 GMT";
  private static final ByteString NO_UTF8 = ByteString.decodeHex("89504e470d0a1a0a");

  private static Headers headers(String tag, @Nullable String type) {
    Headers.Builder headers = new Headers.Builder().add("Last-Modified", DATE).add("Etag", tag);
    return type == null ? headers.build() : headers.add("Content-Type", type).build();
  }

  private static DialectEvent event(@Nullable String type, ByteString body) throws IOException {
    PollAnswer answer = NCHAN.read(Polls.response(headers("0", type), body));
    assertThat(answer.events()).hasSize(1);
    assertThat(answer.nextCursor())
        .isEqualTo(answer.events().get(0).id())
        .isEqualTo("1643890328:0");
    assertThat(answer.events().get(0).type()).isNull();
    assertThat(answer.reportsGap()).isFalse();
    return answer.events().get(0);
  }

  private static @Nullable PollAnswer unread(String... headers) throws IOException {
    return NCHAN.read(Polls.endless(Headers.of(headers)));
  }

  @Test
  void thePositionGoesInAHeaderAndTheUrlStays() {
    HttpUrl url = HttpUrl.get("https://example.com/sub?id=a&b");
    assertThat(NCHAN.url(url, "1643890328:0", Duration.ofSeconds(25))).isEqualTo(url);
    assertThat(NCHAN.accept()).isEqualTo("*/*");
    assertThat(NCHAN.holdsUntilEvent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "17", "-1", "1,[2],3", "-,[0],-", "[5]"})
  void tagsOfOneChannelAndOfSeveral(String tag) throws IOException {
    PollAnswer answer = NCHAN.read(Polls.response(headers(tag, null), ByteString.EMPTY));
    assertThat(answer.nextCursor()).isEqualTo("1643890328:" + tag);
    assertThat(answer.events().get(0).id()).isEqualTo("1643890328:" + tag);
  }

  @Test
  void theWholePositionMayBeInTheTag() throws IOException {
    Headers compound = Headers.of("Etag", "1643890328:1,[2],3");
    PollAnswer answer = NCHAN.read(Polls.response(compound, ByteString.EMPTY));
    assertThat(answer.nextCursor()).isEqualTo("1643890328:1,[2],3");
  }

  @Test
  void anEmptyMessageIsAMessage() throws IOException {
    assertThat(event("text/plain", ByteString.EMPTY).text()).isEqualTo("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"0\"",
        "W/\"0\"",
        "\"61fbc5d8-264\"",
        "",
        "abc",
        "0 1",
        ":0",
        "x:0",
        "1:",
        "1:x"
      })
  void anotherTagIsNotNchans(String tag) throws IOException {
    assertThat(unread("Last-Modified", DATE, "Etag", tag, "Content-Type", "text/html")).isNull();
  }

  @Test
  void withoutAPositionItIsNoAnswer() throws IOException {
    assertThat(unread("Etag", "0")).isNull();
    assertThat(unread("Last-Modified", DATE)).isNull();
    assertThat(unread("Last-Modified", "yesterday", "Etag", "0")).isNull();
    assertThat(unread("Last-Modified", "Wed, 31 Dec 1969 23:59:59 GMT", "Etag", "0")).isNull();
  }

  @Test
  void anEventStreamIsNoAnswer() throws IOException {
    assertThat(NCHAN.read(Polls.endless(headers("0", "text/event-stream; charset=utf-8"))))
        .isNull();
  }

  @Test
  void severalMessagesAnAnswerAreRefusedWithAWordOnTheSetting() {
    Headers parts = headers("0", "multipart/mixed; boundary=x");
    assertThatThrownBy(() -> NCHAN.read(Polls.endless(parts)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nchan_longpoll_multipart_response");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/html; charset=utf-8",
        "application/json",
        "application/ld+json",
        "application/xml",
        "image/svg+xml",
        "application/javascript",
        "application/x-www-form-urlencoded",
        "text/plain; charset=no-such-thing",
        "application/octet-stream",
        "nonsense",
      })
  void textIsText(String type) throws IOException {
    String text = "\uFEFF é€😀 \ufffd\0\r\n";
    assertThat(event(type, ByteString.encodeUtf8(text)).text()).isEqualTo(text);
  }

  @Test
  void theCharsetCounts() throws IOException {
    ByteString body = ByteString.encodeString("é", ISO_8859_1);
    assertThat(event("text/plain; charset=ISO-8859-1", body).text()).isEqualTo("é");
    assertThat(event("text/plain", body).text()).isEqualTo("\ufffd");
  }

  @ParameterizedTest
  @CsvSource({"image/png", "application/octet-stream", "application/x-protobuf", "nonsense", ","})
  void bytesAreBytes(@Nullable String type) throws IOException {
    assertThat(event(type, NO_UTF8).bytes()).isEqualTo(NO_UTF8);
    assertThat(event(type, NO_UTF8).text()).isNull();
  }

  @Test
  void aTypeThatIsNoTextMakesBytesEvenOfWhatCouldBeRead() throws IOException {
    ByteString body = ByteString.encodeUtf8("abc");
    assertThat(event("application/x-protobuf", body).bytes()).isEqualTo(body);
    assertThat(event(null, body).text()).isEqualTo("abc");
  }
}
