package dev.holdfast.dialect;

import static dev.holdfast.dialect.Polls.answer;
import static dev.holdfast.dialect.Polls.malformed;
import static dev.holdfast.dialect.Polls.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However deep a value is, it arrives as it was written, and nothing around it is lost. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DeepJsonTest {
  private static final int MILLION = 1_000_000;

  /** Arrays and objects in turn, with what looks like their ends in strings. */
  private static String mixed(int depth) {
    return "[{\"]}\\\"\\\\\": ".repeat(depth / 2)
        + "[\"[{\\\"\\u005d\", -1.50e+3 , true,false,null, {}, [ ]]"
        + "\n}\t]".repeat(depth / 2);
  }

  private static String arrays(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static void same(String actual, String expected) {
    assertThat(expected.equals(actual)).as("%d characters", expected.length()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {496, 497, 498, 499, 500, 501, 1_000, 1_001, MILLION})
  void dataOfAnyDepthArrivesAsWrittenInAnyPlace(int depth) throws IOException {
    String deep = arrays(depth);
    PollAnswer answer =
        answer(
            "{\"events\":[{\"data\":"
                + (deep + ",\"type\":\"t\",\"id\":\"1\"},{\"id\":2,\"data\" : ")
                + (deep + " },{\"id\":\"3\",\"data\":\"[\"},{\"data\":")
                + (deep + "}] , \"nextCursor\":\"c\"} "));
    assertThat(answer.events()).hasSize(4);
    assertThat(answer.events().get(0).id()).isEqualTo("1");
    assertThat(answer.events().get(0).type()).isEqualTo("t");
    same(answer.events().get(0).text(), deep);
    assertThat(answer.events().get(1).id()).isEqualTo("2");
    same(answer.events().get(1).text(), deep);
    assertThat(answer.events().get(2).text()).isEqualTo("[");
    same(answer.events().get(3).text(), deep);
    assertThat(answer.nextCursor()).isEqualTo("c");
  }

  @ParameterizedTest
  @ValueSource(ints = {498, 499, 500, 501, 1_000, MILLION})
  void soItDoesInMessagesOfAWebSocket(int depth) throws IOException {
    String deep = arrays(depth);
    for (String message :
        new String[] {
          "{\"data\":" + deep + ",\"id\":\"1\",\"kind\":\"event\"}",
          "{\"kind\":\"event\",\"id\":\"1\",\"data\":" + deep + "}"
        }) {
      DialectEvent event = Messages.read(message).event();
      assertThat(event.id()).isEqualTo("1");
      same(event.text(), deep);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 600, 601, 200_000})
  void whateverIsInIt(int depth) throws IOException {
    String wide = "[1,{\"a\":[" + arrays(depth) + "," + arrays(depth) + "],\"b\":{}},\"]\"]";
    for (String deep : new String[] {mixed(depth), wide}) {
      same(Polls.data(deep), deep);
      same(Messages.data(deep), deep);
    }
  }

  @Test
  void unknownMembersOfAnyDepthArePassedOver() throws IOException {
    String deep = "{\"x\":" + arrays(MILLION) + ",\"events\":[{\"data\":\"no\"}]}";
    PollAnswer answer =
        answer(
            ("{\"a\":" + deep + ",\"events\":[{\"x\":" + deep)
                + (",\"id\":\"1\",\"data\":\"d\",\"y\":" + deep)
                + ("},{\"id\":2,\"data\":[ ]}],\"gap\":{\"z\":" + deep)
                + (",\"from\":\"f\"},\"b\":" + deep + ",\"nextCursor\":\"c\"}"));
    assertThat(texts(answer)).containsExactly("1 null d", "2 null [ ]");
    assertThat(answer.gapFrom()).isEqualTo("f");
    assertThat(answer.nextCursor()).isEqualTo("c");
    for (String kind : new String[] {"gap", "ack", "later", "heartbeat"}) {
      String known = "\"kind\":\"" + kind + "\",\"ref\":\"r\",\"from\":\"f\"";
      assertThat(Messages.read("{\"x\":" + deep + "," + known + "}").kind())
          .isEqualTo(Messages.read("{" + known + ",\"x\":" + deep + "}").kind());
    }
    assertThat(Messages.read("{\"x\":" + deep + ",\"kind\":\"gap\",\"from\":\"f\"}").gapFrom())
        .isEqualTo("f");
  }

  @Test
  @Timeout(20)
  void manyDeepEventsInOneAnswerTakeLinearTime() throws IOException {
    int events = 16_000;
    String event = "{\"data\":" + arrays(1_000) + "}";
    String body = "{\"events\":[" + (event + ",").repeat(events - 1) + event + "]}";
    assertThat(answer(body).events()).hasSize(events);
  }

  /** Each step down from the top of a pile must not cost a look at all that is below. */
  @Test
  @Timeout(20)
  void upAndDownAtAGreatDepthTakesLinearTime() throws IOException {
    String top = "{},[],".repeat(2 * MILLION) + "[]";
    String deep = "[".repeat(5 * MILLION) + top + "]".repeat(5 * MILLION);
    same(Polls.data(deep), deep);
  }

  /** What is said is where it is, though another parser found it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "]          | JSON ends too early at line 3, column 2",
        "}          | malformed JSON at line 3, column 1",
        "]}]        | JSON ends too early at line 3, column 4",
        "],5}]}     | malformed JSON at line 3, column 3",
        "].5}]}     | malformed JSON at line 3, column 2",
        "]]}]}      | malformed JSON at line 3, column 2",
        "]}]}}      | malformed JSON at line 3, column 5",
        "]}]} 1     | more JSON after the answer's object at line 3, column 6",
        "],\"id\":1,\"id\":2}]} | events[0].id comes twice at line 3, column 10",
        "],\"data\":2}]} | events[0].data comes twice at line 3, column 3",
        "],\"encoding\":\"base64\"}]} | events[0].data is an array, not a string of base64",
        "],\"encoding\":\"gzip\"}]} | events[0].encoding is",
        "],\"id\":[]}]} | events[0].id is an array, not a string or a number at line 3, column 8",
        "]}],\"events\":[]} | events comes twice at line 3, column 5",
      })
  void allOtherRulesGoOnBehindIt(String end, String message) {
    for (int depth : new int[] {10, 600, 100_000}) {
      String body = "{\n\"events\":[{\"data\":" + arrays(depth).substring(0, 2 * depth - 1);
      String why = malformed(body + "\r\n" + end);
      assertThat(why).as("depth %d", depth).startsWith(message.replaceAll(" at line.*", ""));
      if (depth > 10) {
        assertThat(why).as("depth %d", depth).startsWith(message);
      }
    }
  }

  /** Each is found by the parser where it is not deep, and has to be found where it is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "}",
        "]]",
        "[}",
        "[1}",
        "{\"a\":1]",
        "{]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{1:1}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1;2]",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\",
        "\"\\u12",
        "\"\u0001\"",
        "\"\n\"",
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "--1",
        "0x1",
        "tru",
        "True",
        "nul",
        "NaN",
        "-Infinity",
        "'a'",
        "/**/1",
        "#\n1",
        "\u00a01",
        "\u0000",
        "1\u0000"
      })
  void whatIsNotWellFormedIsMalformedAtAnyDepth(String broken) {
    for (int depth : new int[] {3, 600, 10_000}) {
      for (String opening : new String[] {"[", "{\"a\":"}) {
        String closing = opening.equals("[") ? "]" : "}";
        String data = opening.repeat(depth) + broken + closing.repeat(depth);
        assertThat(malformed("{\"events\":[{\"data\":" + data + "}]}")).isNotEmpty();
        assertThat(Messages.malformed("{\"kind\":\"event\",\"data\":" + data + "}")).isNotEmpty();
        assertThat(malformed("{\"x\":" + data + ",\"events\":[]}")).isNotEmpty();
      }
    }
  }

  @Test
  void aTextThatIsCutAnywhereIsMalformed() {
    String body = "{\"events\":[{\"data\":" + mixed(600) + "}]}";
    assertThat(malformed(body.substring(0, body.length() - 1))).startsWith("JSON ends too early");
    for (int end = 1; end < body.length(); end += end < 5_000 ? 37 : 1) {
      assertThat(malformed(body.substring(0, end))).contains(" at line ");
    }
  }
}
