package dev.holdfast.dialect;

import static dev.holdfast.dialect.Messages.malformed;
import static org.assertj.core.api.Assertions.assertThat;

import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no message of {@code holdfast.v1}: it is said where, and nothing is quoted. */
class StandardWebSocketRefusalTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "SECRET",
        "{",
        "{\"kind\"",
        "{\"kind\":\"event\",\"data\":\"SECRET",
        "{\"kind\":\"event\",\"data\":SECRET}",
        "{\"kind\":\"event\",\"data\":\"SECRET\u0001\"}",
        "{\"kind\":\"event\",\"data\":\"\\x\"}",
        "{\"kind\":\"event\",\"SECRET\":tru}",
        "{\"kind\":\"later\",\"data\":SECRET}",
        "{\"kind\":\"heartbeat\",",
        "{\"kind\":\"heartbeat\"}}",
        "{'kind':'event'}",
        "\uFEFF{\"kind\":\"heartbeat\"}",
        "<html>SECRET</html>"
      })
  void isNoJson(String text) {
    assertThat(malformed(text)).matches("(malformed JSON|JSON ends too early|.*missing.*).*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"kind\":\"event\"}] | the message is an array, not a JSON object",
        "\"SECRET\" | the message is a string",
        "17 | the message is a number",
        "null | the message is null",
        "{} | a message without kind",
        "{\"data\":{\"kind\":\"event\"}} | a message without kind",
        "{\"kind\":null} | kind is null, not a string",
        "{\"kind\":7} | kind is a number",
        "{\"kind\":[\"event\"]} | kind is an array",
        "{\"kind\":\"event\",\"id\":{}} | event.id is an object, not a string or a number",
        "{\"kind\":\"event\",\"id\":true} | event.id is a boolean",
        "{\"kind\":\"event\",\"type\":[]} | event.type is an array",
        "{\"kind\":\"event\",\"id\":1,\"id\":2} | event.id comes twice",
        "{\"kind\":\"event\",\"data\":1,\"data\":2} | event.data comes twice",
        "{\"kind\":\"event\",\"encoding\":\"hex\"} | event.encoding is \"hex\", not \"base64\"",
        "{\"kind\":\"event\",\"encoding\":\"base64\",\"data\":7} | event.data is a number",
        "{\"kind\":\"event\",\"encoding\":\"base64\",\"data\":\"SECRET*\"} | event.data is no"
            + " base64",
        "{\"kind\":\"event\"}{} | more JSON after the message's object",
        "{\"kind\":\"later\"} 1 | more JSON after the message's object",
        "{\"kind\":\"ack\"} | ack without ref",
        "{\"kind\":\"ack\",\"ref\":null} | ack without ref",
        "{\"kind\":\"nack\",\"reason\":\"SECRET\"} | nack without ref",
        "{\"kind\":\"ack\",\"ref\":{}} | ref is an object",
        "{\"kind\":\"nack\",\"ref\":\"1\",\"retry\":\"yes\"} | retry is a string, not a boolean",
        "{\"kind\":\"gap\",\"from\":[]} | from is an array",
        "{\"kind\":\"gap\",\"to\":1,\"to\":1} | to comes twice"
      })
  void isNoMessage(String text, String why) {
    assertThat(malformed(text)).startsWith(why).containsPattern(" at line 1, column \\d+");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":\"hello\",\"resumed\":\"true\"} | resumed is a string, not a boolean",
        "{\"kind\":\"hello\",\"resumed\":1} | resumed is a number",
        "{\"kind\":\"hello\",\"cursor\":{}} | cursor is an object",
        "{\"kind\":\"hello\",\"cursor\":true} | cursor is a boolean",
        "{\"kind\":\"hello\",\"cursor\":1,\"cursor\":1} | cursor comes twice",
        "{\"kind\":\"hello\",\"heartbeat\":\"25000\"} | heartbeat is a string",
        "{\"kind\":\"hello\",\"heartbeat\":2.5} | heartbeat is not a whole number of milliseconds",
        "{\"kind\":\"hello\",\"heartbeat\":1e3} | heartbeat is not a whole number of milliseconds",
        "{\"kind\":\"hello\",\"heartbeat\":[]} | heartbeat is an array",
        "{\"kind\":\"event\",\"data\":\"SECRET\"} | the first message is no hello",
        "{\"kind\":\"heartbeat\"} | the first message is no hello",
        "{\"kind\":\"later\"} | the first message is no hello"
      })
  void isNoHello(String text, String why) {
    assertThat(malformed(Messages.standard(), SocketFrame.text(text))).startsWith(why);
  }

  @Test
  void thereIsOneHello() {
    assertThat(malformed(Messages.HELLO)).isEqualTo("a second hello");
  }

  @Test
  void aBinaryMessageIsNone() {
    SocketFrame binary = SocketFrame.binary(ByteString.encodeUtf8(Messages.HELLO));
    assertThat(malformed(Messages.standard(), binary)).startsWith("a binary message");
  }
}
