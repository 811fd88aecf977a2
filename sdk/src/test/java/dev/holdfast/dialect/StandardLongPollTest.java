package dev.holdfast.dialect;

import static dev.holdfast.dialect.Polls.answer;
import static dev.holdfast.dialect.Polls.event;
import static dev.holdfast.dialect.Polls.malformed;
import static dev.holdfast.dialect.Polls.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fields of the standard dialect's answer mean. */
class StandardLongPollTest {
  @Test
  void eventsInOrderAndThePositionAfterThem() throws IOException {
    PollAnswer answer =
        answer(
            "{\"events\":[{\"id\":\"41\",\"type\":\"trade\",\"data\":\"a\"},"
                + "{\"id\":\"42\",\"type\":\"quote\",\"data\":\"b\"}],\"nextCursor\":\"42\"}");
    assertThat(texts(answer)).containsExactly("41 trade a", "42 quote b");
    assertThat(answer.nextCursor()).isEqualTo("42");
    assertThat(answer.reportsGap()).isFalse();
  }

  @Test
  void anyOrderOfFields() throws IOException {
    PollAnswer answer =
        answer("{\"nextCursor\":\"c\",\"events\":[{\"data\":\"a\",\"type\":\"t\",\"id\":\"1\"}]}");
    assertThat(texts(answer)).containsExactly("1 t a");
    assertThat(answer.nextCursor()).isEqualTo("c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", " [ ] "})
  void nothingNew(String events) throws IOException {
    PollAnswer answer = answer("{\"events\":" + events + ",\"nextCursor\":\"42\"}");
    assertThat(answer.events()).isEmpty();
    assertThat(answer.nextCursor()).isEqualTo("42");
  }

  @Test
  void whatIsNullOrMissingIsNotThere() throws IOException {
    for (String body :
        new String[] {
          "{\"events\":[{}]}",
          "{\"nextCursor\":null,\"gap\":null,"
              + "\"events\":[{\"id\":null,\"type\":null,\"event\":null,\"encoding\":null}]}"
        }) {
      PollAnswer answer = answer(body);
      assertThat(answer.nextCursor()).isNull();
      assertThat(answer.reportsGap()).isFalse();
      assertThat(answer.events().get(0).id()).isNull();
      assertThat(answer.events().get(0).type()).isNull();
      assertThat(answer.events().get(0).text()).isEqualTo("");
    }
  }

  @ParameterizedTest
  @CsvSource({"42, 42", "1.50, 1.50", "-0, -0", "12345678901234567890, 12345678901234567890"})
  void positionsThatAreNumbersAreKeptAsWritten(String number, String expected) throws IOException {
    String scalar = " " + number + " ";
    PollAnswer answer =
        answer(
            "{\"events\":[{\"id\":"
                + scalar
                + "}],\"nextCursor\":"
                + scalar
                + ",\"gap\":{\"from\":"
                + scalar
                + ",\"to\":"
                + scalar
                + "}}");
    assertThat(answer.events().get(0).id()).isEqualTo(expected);
    assertThat(answer.nextCursor()).isEqualTo(expected);
    assertThat(answer.gapFrom()).isEqualTo(expected);
    assertThat(answer.gapTo()).isEqualTo(expected);
  }

  @Test
  void eventIsTakenForTypeWhereThereIsNoType() throws IOException {
    assertThat(event("{\"event\":\"e\"}").type()).isEqualTo("e");
    assertThat(event("{\"type\":\"t\",\"event\":\"e\"}").type()).isEqualTo("t");
    assertThat(event("{\"event\":\"e\",\"type\":\"t\"}").type()).isEqualTo("t");
    assertThat(event("{\"event\":\"e\",\"type\":null}").type()).isEqualTo("e");
  }

  @Test
  void aGapWithWhatIsKnownOfIt() throws IOException {
    PollAnswer both = answer("{\"events\":[],\"gap\":{\"from\":\"a\",\"to\":\"b\",\"n\":[{}]}}");
    assertThat(both.reportsGap()).isTrue();
    assertThat(both.gapFrom()).isEqualTo("a");
    assertThat(both.gapTo()).isEqualTo("b");
    PollAnswer neither = answer("{\"gap\":{},\"events\":[]}");
    assertThat(neither.reportsGap()).isTrue();
    assertThat(neither.gapFrom()).isNull();
    assertThat(neither.gapTo()).isNull();
    assertThat(answer("{\"gap\":{\"to\":\"b\"},\"events\":[]}").gapTo()).isEqualTo("b");
  }

  @Test
  void eventsWithOneIdAreDeliveredBoth() throws IOException {
    assertThat(texts(answer("{\"events\":[{\"id\":\"1\"},{\"id\":\"1\"}]}")))
        .containsExactly("1 null ", "1 null ");
  }

  @Test
  void unknownFieldsArePassedOverWhateverTheyHold() throws IOException {
    String odd = "\"odd\":[{\"events\":[{\"id\":\"no\"}],\"a\":[[1e9,\"]}\\\"\"],{}]},null,true],";
    PollAnswer answer =
        answer(
            "{"
                + odd
                + "\"events\":[{"
                + odd
                + "\"id\":\"1\","
                + odd.replace("odd", "odder")
                + "\"data\":\"a\"}],"
                + odd
                + "\"nextCursor\":\"1\"}");
    assertThat(texts(answer)).containsExactly("1 null a");
    assertThat(answer.nextCursor()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"YQ==", "YQ", "Y\\u0051=="})
  void base64MakesAnEventBinary(String base64) throws IOException {
    for (String fields :
        new String[] {
          "\"encoding\":\"base64\",\"data\":\"" + base64 + "\"",
          "\"data\":\"" + base64 + "\",\"encoding\":\"base64\""
        }) {
      DialectEvent event = event("{" + fields + "}");
      assertThat(event.bytes()).isEqualTo(ByteString.encodeUtf8("a"));
      assertThat(event.text()).isNull();
    }
    assertThat(event("{\"encoding\":\"base64\"}").bytes()).isEqualTo(ByteString.EMPTY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"events\":{}}                        | events is an object, not an array",
        "{\"events\":\"secret\"}                | events is a string, not an array",
        "{\"events\":[[]]}                      | events[0] is an array, not an object",
        "{\"events\":[{},null]}                 | events[1] is null, not an object",
        "{\"events\":[],\"nextCursor\":{}}      | nextCursor is an object, not a string or a",
        "{\"events\":[],\"nextCursor\":[1]}     | nextCursor is an array, not a string or a",
        "{\"nextCursor\":true}                  | nextCursor is a boolean, not a string or a",
        "{\"events\":[],\"gap\":true}           | gap is a boolean, not an object",
        "{\"events\":[],\"gap\":{\"to\":[]}}    | gap.to is an array, not a string or a number",
        "{\"events\":[{\"id\":false}]}          | events[0].id is a boolean, not a string or a",
        "{\"events\":[{},{\"type\":{}}]}        | events[1].type is an object, not a string or a",
        "{\"events\":[{\"encoding\":\"gzip\"}]} | events[0].encoding is \"gzip\", not \"base64\"",
      })
  void aFieldOfAnotherTypeIsNamed(String body, String message) {
    assertThat(malformed(body)).startsWith(message).contains(" at line 1, column ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"s e c!\"", "\"A\"", "7", "null", "{\"secret\":1}", "[]"})
  void base64ThatIsNoneIsMalformed(String data) {
    assertThat(malformed("{\"events\":[{\"encoding\":\"base64\",\"data\":" + data + "}]}"))
        .startsWith("events[0].data is ")
        .contains("base64")
        .doesNotContain("s e c", "secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"events\":[],\"events\":[]}",
        "{\"events\":[],\"nextCursor\":\"1\",\"nextCursor\":\"2\"}",
        "{\"events\":[],\"gap\":null,\"gap\":{}}",
        "{\"events\":[],\"gap\":{\"from\":\"1\",\"from\":\"1\"}}",
        "{\"events\":[{\"id\":\"1\",\"id\":\"2\"}]}",
        "{\"events\":[{\"data\":\"1\",\"data\":\"2\"}]}",
      })
  void aFieldThatComesTwiceIsMalformed(String body) {
    assertThat(malformed(body)).contains(" comes twice at line 1, column ");
  }

  @Test
  void fieldsThatMeanNothingHereMayComeTwice() throws IOException {
    assertThat(event("{\"x\":1,\"x\":2,\"data\":{\"a\":1,\"a\":2}}").text())
        .isEqualTo("{\"a\":1,\"a\":2}");
  }
}
