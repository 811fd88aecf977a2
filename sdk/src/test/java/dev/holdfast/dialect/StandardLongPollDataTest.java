package dev.holdfast.dialect;

import static dev.holdfast.dialect.Polls.answer;
import static dev.holdfast.dialect.Polls.data;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import okio.Buffer;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A payload arrives as the server wrote it. */
class StandardLongPollDataTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "67340.10",
        "12345678901234567890",
        "1e400",
        "-0.0",
        "1E+2",
        "0",
        "null",
        "true",
        "false",
        "{}",
        "[]",
        "{\"a\": 1,  \"b\":[ ]}",
        "[ 1.0 ,\n\t{ \"\\u0061\\/\" : \"é\\n€😀\" } ]",
        "{\"data\":{\"data\":\"}]\\\"\"}}",
      })
  void whatIsNoStringIsItsSource(String json) throws IOException {
    for (String before : new String[] {"", " ", "\r\n\t "}) {
      for (String after : new String[] {"", " ", "\n\n"}) {
        assertThat(data(before + json + after)).isEqualTo(json);
        assertThat(answer("{\"events\":[{\"data\":" + before + json + after + ",\"id\":\"é\"}]}"))
            .extracting(answer -> answer.events().get(0).text())
            .isEqualTo(json);
      }
    }
  }

  @Test
  void aStringIsWhatItSays() throws IOException {
    assertThat(data("\"\"")).isEqualTo("");
    assertThat(data("\"67340.10\"")).isEqualTo("67340.10");
    assertThat(data("\"a\\n\\r\\t\\b\\f\\\"\\\\\\/\\u0000\\u001F\""))
        .isEqualTo("a\n\r\t\b\f\"\\/\0\u001f");
    assertThat(data("\"\\u00e9é €\u2028\"")).isEqualTo("éé €\u2028");
    assertThat(data("\"\\ud83d\\ude00😀\"")).isEqualTo("😀😀");
    assertThat(data("\"{\\\"a\\\": 1}\"")).isEqualTo("{\"a\": 1}");
  }

  @Test
  void halfASurrogatePairIsKept() throws IOException {
    assertThat(data("\"a\\ud83d\"")).isEqualTo("a\ud83d");
    assertThat(data("\"\\ude00\\ud83d\"")).isEqualTo("\ude00\ud83d");
  }

  @Test
  void bytesThatAreNoUtf8AreReplaced() throws IOException {
    ByteString body =
        new Buffer()
            .writeUtf8("{\"events\":[{\"data\":\"a")
            .writeByte(0xff)
            .writeUtf8("b\"},{\"data\":[ 1 ]}]}")
            .readByteString();
    List<DialectEvent> events = LongPollDialect.standard().read(Polls.json(body)).events();
    assertThat(events.get(0).text()).isEqualTo("a\ufffdb");
    assertThat(events.get(1).text()).isEqualTo("[ 1 ]");
  }

  /** Jackson reads a long text in parts: the source must be found across and after them. */
  @Test
  void farIntoALongAnswerSourcesAreExact() throws IOException {
    StringBuilder body = new StringBuilder("\uFEFF {\"events\":[");
    int count = 12_000;
    for (int i = 0; i < count; i++) {
      body.append(i == 0 ? "" : i % 3 == 0 ? ",\n" : " , ");
      body.append("{\"x\":\"é😀\\u00e9\\n\",\"id\":").append(i).append(",\"data\":");
      body.append("  ".substring(i % 3))
          .append(source(i))
          .append("\r\n\t".substring(i % 4))
          .append('}');
    }
    assertThat(body.length()).isGreaterThan(512 * 1024);
    List<DialectEvent> events = answer(body.append("]}").toString()).events();
    assertThat(events).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(events.get(i).id()).isEqualTo(Integer.toString(i));
      assertThat(events.get(i).text()).isEqualTo(source(i));
    }
  }

  private static String source(int i) {
    switch (i % 4) {
      case 0:
        return i + ".10e+0" + i % 7;
      case 1:
        return "{ \"é" + i + "\" :\t[ \"\\ud83d\\ude00 €\", " + i + ".0 ] }";
      case 2:
        return i % 8 == 2 ? "null" : "false";
      default:
        return "[[],{},  \"" + "y".repeat(i % 90) + "\"]";
    }
  }

  @Test
  void aNumberLongerThanEveryBuffer() throws IOException {
    String number = "-" + "1234567890".repeat(20_000) + "." + "0".repeat(100_000) + "E-0";
    assertThat(data(number)).isEqualTo(number);
  }
}
