package dev.holdfast.dialect;

import static dev.holdfast.dialect.Polls.malformed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import okhttp3.Headers;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no answer of the standard dialect, and what is a broken one. */
class StandardLongPollRefusalTest {
  private static final LongPollDialect DIALECT = LongPollDialect.standard();
  private static final ByteString EMPTY_ANSWER = ByteString.encodeUtf8("{\"events\":[]}");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "text/html; charset=utf-8",
        "TEXT/EVENT-STREAM",
        "text/event-stream;charset=UTF-8",
        "multipart/mixed; boundary=x",
        "application/xml",
        "image/png",
      })
  void anotherTypeIsRefusedBeforeItsBody(String type) throws IOException {
    assertThat(DIALECT.read(Polls.endless(Headers.of("Content-Type", type)))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/vnd.api+json",
        "text/json",
        "text/javascript",
        "application/x-ndjson",
        "text/plain",
        "application/octet-stream",
        "json",
        "",
      })
  void typesThatJsonComesIn(String type) throws IOException {
    Headers headers = Headers.of("Content-Type", type);
    assertThat(DIALECT.read(Polls.response(headers, EMPTY_ANSWER))).isNotNull();
  }

  @Test
  void noTypeAtAll() throws IOException {
    assertThat(DIALECT.read(Polls.response(Headers.of(), EMPTY_ANSWER))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \r\n\t",
        "\uFEFF",
        "[]",
        "[{\"events\":[]}]",
        "\"events\"",
        "42",
        "null",
        "<html>",
        "data: {}\n\n",
        "\u00a0{\"events\":[]}",
        "{}",
        "{\"error\":\"no such feed\"}",
        "{\"Events\":[],\"nextCursor\":\"1\"}",
        "{\"data\":{\"events\":[]}}",
      })
  void noObjectWithEventsIsNoAnswer(String body) throws IOException {
    assertThat(DIALECT.read(Polls.json(body))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF", " \t\r\n", "\uFEFF\n"})
  void beforeAnAnswerThereMayBeSpaceAndAByteOrderMark(String before) throws IOException {
    assertThat(DIALECT.read(Polls.json(before + "{\"events\":[]}\r\n\t "))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"events\":[                         | JSON ends too early at line 1, column 12",
        "{\"events\":[{\"data\":\"secret       | JSON ends too early at line 1, column",
        "{\"events\":[{\"data\":12             | JSON ends too early at line 1, column",
        "{\"events\":[],                       | malformed JSON at line 1, column 14",
        "{\"events\":[]                        | JSON ends too early at line 1, column",
        "{\"events\":[{\"data\":secret}]}      | malformed JSON at line 1, column",
        "{\"events\":[{\"data\":\"\\secret\"}]} | malformed JSON at line 1, column",
        "{\"events\":[{\"data\":\"\\u12x\"}]}  | malformed JSON at line 1, column",
        "{\"events\":[{\"data\":007}]}         | malformed JSON at line 1, column",
        "{\"events\":[{\"data\":NaN}]}         | malformed JSON at line 1, column",
        "{\"events\":[{\"data\":1.}]}          | malformed JSON at line 1, column",
        "{\"events\":[{\"x\":tru}]}            | malformed JSON at line 1, column",
        "{\"events\":[{]}                      | malformed JSON at line 1, column 13",
        "{\"events\":[}                        | malformed JSON at line 1, column 12",
        "{\"events\":[],}                      | malformed JSON at line 1, column 14",
        "{secret:1}                            | malformed JSON at line 1, column",
        "{\"events\":[]}}                      | malformed JSON at line 1, column 14",
        "{\"events\":[]}secret                 | malformed JSON at line 1, column",
        "{\"events\":[]}{\"events\":[]}        | more JSON after the answer's object at line 1",
        "{\"events\":[]} 1                     | more JSON after the answer's object at line 1",
      })
  void brokenJsonIsToldByItsPlaceAlone(String body, String message) {
    assertThat(malformed(body)).startsWith(message).doesNotContain("ecret", "u12x");
  }

  @Test
  void theRightLineIsNamed() {
    assertThat(malformed("{\n\"events\":\r\n[\n\n !")).contains("at line 5, column 2");
  }

  @Test
  void aRawControlCharacterInAStringIsNoJson() {
    assertThat(malformed("{\"events\":[{\"data\":\"a\nb\"}]}")).startsWith("malformed JSON at");
  }

  @Test
  void anEncodingIsQuotedOnOneShortLine() {
    String encoding = "\\r\\n" + "x".repeat(5000);
    assertThat(malformed("{\"events\":[{\"encoding\":\"" + encoding + "\"}]}"))
        .startsWith("events[0].encoding is \"..xxxx");
  }

  @Test
  void whatTheBodyThrowsGoesThrough() {
    EOFException broken = new EOFException("cut");
    PollResponse response =
        new PollResponse(
            Polls.URL,
            null,
            Headers.of(),
            () -> {
              throw broken;
            });
    assertThatThrownBy(() -> DIALECT.read(response)).isSameAs(broken);
  }
}
