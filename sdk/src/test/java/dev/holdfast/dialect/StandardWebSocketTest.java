package dev.holdfast.dialect;

import static dev.holdfast.dialect.Messages.data;
import static dev.holdfast.dialect.Messages.event;
import static dev.holdfast.dialect.Messages.hello;
import static dev.holdfast.dialect.Messages.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.dialect.SocketMessage.Kind;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the messages of {@code holdfast.v1} say. */
class StandardWebSocketTest {
  @Test
  void aHelloSaysWhereTheStreamGoesOn() throws Exception {
    SocketMessage hello = hello("\"resumed\":true,\"cursor\":\"41\",\"heartbeat\":25000");
    assertThat(hello.kind()).isEqualTo(Kind.HELLO);
    assertThat(hello.resumed()).isTrue();
    assertThat(hello.cursor()).isEqualTo("41");
    assertThat(hello.heartbeatInterval()).isEqualTo(Duration.ofSeconds(25));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\":1",
        "\"resumed\":null,\"cursor\":null,\"heartbeat\":null",
        "\"resumed\":false,\"heartbeat\":0"
      })
  void aHelloThatSaysNothingPromisesNothing(String members) throws Exception {
    SocketMessage hello = hello(members);
    assertThat(hello.resumed()).isFalse();
    assertThat(hello.cursor()).isNull();
    assertThat(hello.heartbeatInterval()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "999999999, 999999999",
    "1000000000, 0",
    "123456789012345678901234567890, 0",
    "-1, 0",
    "-9999999999, 0",
    "-0, 0"
  })
  void aHeartbeatThatIsNoTimeIsNoPromise(String written, long millis) throws Exception {
    assertThat(hello("\"heartbeat\":" + written).heartbeatInterval())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"42, 42", "4.20, 4.20", "'\"a\\u0062\"', ab", "1E+400, 1E+400"})
  void aCursorIsAStringOrANumberAsWritten(String written, String cursor) throws Exception {
    assertThat(hello("\"cursor\":" + written).cursor()).isEqualTo(cursor);
    assertThat(event("\"id\":" + written).id()).isEqualTo(cursor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "67340.10",
        "-0.0",
        "1e5",
        "12345678901234567890123456789.10",
        "true",
        "false",
        "null",
        "[]",
        "[ 1 , 2 ]",
        "{\"a\": 1,\t\"a\":\r\n 2}",
        "{\"b\":\"\\u00e9\\/\"}"
      })
  void dataOfAnyKindButAStringIsItsSource(String json) throws Exception {
    assertThat(data(json)).isEqualTo(json);
  }

  @Test
  void dataThatIsAStringIsThatText() throws Exception {
    assertThat(data("\"a\\n\\\"\\u20ac\\ud83d\\ude00\"")).isEqualTo("a\n\"€😀");
    assertThat(event("\"id\":\"1\"").text()).as("without data").isEmpty();
  }

  @Test
  void anEventHasATypeAndBytes() throws Exception {
    assertThat(event("\"type\":\"a\",\"event\":\"b\"").type()).isEqualTo("a");
    assertThat(event("\"event\":\"b\"").type()).isEqualTo("b");
    assertThat(event("\"type\":null,\"event\":\"b\"").type()).isEqualTo("b");
    assertThat(event("\"data\":\"AP8=\",\"encoding\":\"base64\"").bytes())
        .isEqualTo(ByteString.decodeHex("00ff"));
    assertThat(event("\"encoding\":\"base64\"").bytes()).isEqualTo(ByteString.EMPTY);
    assertThat(event("\"encoding\":null,\"data\":\"AP8=\"").text()).isEqualTo("AP8=");
  }

  @Test
  void whatIsNoEventIsReadAsWell() throws Exception {
    assertThat(read("{\"kind\":\"heartbeat\"}").kind()).isEqualTo(Kind.HEARTBEAT);
    SocketMessage gap = read("{\"from\":41,\"kind\":\"gap\",\"to\":\"57\"}");
    assertThat(gap.kind()).isEqualTo(Kind.GAP);
    assertThat(gap.gapFrom()).isEqualTo("41");
    assertThat(gap.gapTo()).isEqualTo("57");
    assertThat(read("{\"kind\":\"gap\"}").gapFrom()).isNull();
    SocketMessage ack = read("{\"kind\":\"ack\",\"ref\":\"m1\"}");
    assertThat(ack.kind()).isEqualTo(Kind.ACKNOWLEDGED);
    assertThat(ack.ref()).isEqualTo("m1");
    SocketMessage nack = read("{\"kind\":\"nack\",\"ref\":\"m2\",\"reason\":\"b\",\"retry\":true}");
    assertThat(nack.kind()).isEqualTo(Kind.REFUSED);
    assertThat(nack.reason()).isEqualTo("b");
    assertThat(nack.mayRetry()).isTrue();
    assertThat(read("{\"kind\":\"nack\",\"ref\":\"m2\"}").mayRetry()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"later\"}",
        "{\"kind\":\"\"}",
        "{\"kind\":\"Event\",\"data\":1}",
        "{\"id\":{},\"ref\":[[]],\"kind\":\"send\"}",
        " \r\n{ \"kind\" : \"later\" } "
      })
  void anUnknownKindIsIgnored(String text) throws Exception {
    assertThat(read(text).kind()).isEqualTo(Kind.NOTHING);
  }

  @Test
  void unknownMembersAreIgnoredAlsoWhereAnotherKindKnowsThem() throws Exception {
    assertThat(data("\"x\",\"later\":{\"id\":[1]},\"ref\":{},\"kind2\":null")).isEqualTo("x");
    assertThat(hello("\"cursor\":1,\"later\":[{}],\"ref\":{},\"from\":[]").cursor()).isEqualTo("1");
    assertThat(read("{\"kind\":\"ack\",\"ref\":\"1\",\"reason\":{},\"retry\":7}").ref())
        .isEqualTo("1");
    assertThat(read("{\"kind\":\"gap\",\"to\":1,\"cursor\":{},\"resumed\":\"x\"}").gapTo())
        .isEqualTo("1");
    assertThat(read("{\"kind\":\"heartbeat\",\"heartbeat\":\"soon\"}").kind())
        .isEqualTo(Kind.HEARTBEAT);
  }

  @Test
  void isRawWithAServerThatChoosesNothingAndNothingWithAnother() throws Exception {
    WebSocketDialect dialect = WebSocketDialect.standard();
    assertThat(dialect.subprotocols()).containsExactly("holdfast.v1");
    SocketConversation raw = Messages.begun(dialect, null);
    assertThat(raw.beginsWithHello()).isFalse();
    assertThat(raw.read(SocketFrame.text("x")).event().text()).isEqualTo("x");
    assertThat(dialect.begin("HOLDFAST.V1", Headers.of(), null)).isNull();
    assertThat(dialect.begin("", Headers.of(), null)).isNull();
    assertThat(Messages.standard().beginsWithHello()).isTrue();
  }

  @Test
  void thePositionIsInTheUrl() throws IOException {
    HttpUrl url = HttpUrl.get("http://host/e?after=old&x=1&after=older");
    WebSocketDialect dialect = WebSocketDialect.standard();
    assertThat(dialect.url(url, null)).isEqualTo(HttpUrl.get("http://host/e?x=1"));
    HttpUrl asked = dialect.url(url, "a b&c=€");
    assertThat(asked.queryParameterValues("after")).containsExactly("a b&c=€");
    assertThat(asked.queryParameter("x")).isEqualTo("1");
  }
}
