package dev.holdfast.json;

import static dev.holdfast.json.Events.binary;
import static dev.holdfast.json.Events.event;
import static dev.holdfast.json.Events.failure;
import static dev.holdfast.json.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.holdfast.EventDecodingException;
import dev.holdfast.EventDecodingException.Kind;
import dev.holdfast.json.Events.Quote;
import dev.holdfast.json.Events.Side;
import dev.holdfast.json.Events.Trade;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read, what is refused, and what a refusal says. */
class StrictReadingTest {
  @Test
  void aPayloadIsReadAsAClassAndAsATypeWithParameters() {
    assertThat(event(trade("price", "2.5")).as(Trade.class))
        .isEqualTo(new Trade("X", 2.5, 2, Side.BUY, true));
    assertThat(event("[{\"bid\":1,\"ask\":2}]").as(new TypeReference<List<Quote>>() {}))
        .containsExactly(new Quote(1, 2));
    assertThat(event("0.10000000000000000000000000001").as(BigDecimal.class))
        .isEqualTo(new BigDecimal("0.10000000000000000000000000001"));
  }

  @Test
  void aPropertyThatTheClassDoesNotHaveIsPassedOverUnlessTheAppSaysOtherwise() {
    assertThat(event(trade("note", "1")).as(Trade.class).symbol()).isEqualTo("X");
    JsonEvents fussy = JsonEvents.builder().rejectUnknownProperties().build();
    EventDecodingException failure =
        failure(() -> fussy.read(event(trade("note", "1")), Trade.class));
    assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
    assertThat(failure.pointer()).isEqualTo("/note");
    assertThat(failure).hasMessageContaining("a property that the class does not have");
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "price | null    | null or missing, not to be read as double",
        "price | \"s3\"  | not to be read as double",
        "price | \"1\"   | not to be read as double",
        "price | {}      | not to be read as double",
        "count | 2.5     | not to be read as int",
        "count | 3000000000 | a number out of range",
        "count | \"\"    | not to be read as int",
        "side  | 1       | not to be read as Side",
        "side  | \"s3\"  | not to be read as Side",
        "last  | \"true\" | not to be read as boolean",
        "last  | 1       | not to be read as boolean",
      })
  void aValueOfAnotherTypeIsRefusedByPlaceAndWithoutTheValue(
      String field, String value, String says) {
    EventDecodingException failure = failure(() -> event(trade(field, value)).as(Trade.class));
    assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
    assertThat(failure.eventId()).isEqualTo("42");
    assertThat(failure.eventType()).isEqualTo("trade");
    assertThat(failure.pointer()).isEqualTo("/" + field);
    assertThat(failure.line()).isEqualTo(1);
    assertThat(failure.column()).isPositive();
    assertThat(failure.policy()).isNull();
    assertThat(failure).hasNoCause();
    assertThat(failure.getMessage())
        .startsWith("event \"42\" of type \"trade\": not dev.holdfast.json.Events$Trade: " + says)
        .contains(", at /" + field + " (line 1, column ")
        .doesNotContain("s3")
        .doesNotContain("3000000000");
  }

  @Test
  void aMissingPrimitiveIsRefused() {
    EventDecodingException failure = failure(() -> event("{\"bid\":1}").as(Quote.class));
    assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
    assertThat(failure.pointer()).isEqualTo("/ask");
  }

  @Test
  void aPointerIsEscapedAndBounded() {
    TypeReference<java.util.Map<String, Integer>> map = new TypeReference<>() {};
    assertThat(failure(() -> event("{\"a/b~c\":\"s\"}").as(map)).pointer()).isEqualTo("/a~1b~0c");
    String pointer = failure(() -> event("{\"" + "x".repeat(9999) + "\":\"s\"}").as(map)).pointer();
    assertThat(pointer).hasSizeLessThan(210).endsWith("…");
  }

  @Test
  void nullIsRefusedUnlessItIsAValue() {
    EventDecodingException failure = failure(() -> event("null").as(Trade.class));
    assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
    assertThat(failure).hasMessageContaining("not dev.holdfast.json.Events$Trade, but null");
    assertThat(event("null").as(JsonNode.class)).isEqualTo(NullNode.getInstance());
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                   | no JSON, as it is empty",
        "`  `                 | no JSON, as it is blank",
        "{\"bid\":1           | JSON that ends too early",
        "{\"bid\":\"s3cr      | JSON that ends too early",
        "s3cret               | malformed JSON",
        "{'bid':1}            | malformed JSON",
        "{\"bid\":NaN}        | malformed JSON",
        "{\"bid\":01}         | malformed JSON",
        "{\"bid\":1,\"bid\":2}| a property that comes twice",
        "{\"bid\":1,\"ask\":2} {} | something follows the JSON value",
        "{\"bid\":1,\"ask\":2} s3cret | malformed JSON",
      })
  void whatIsNoJsonIsRefused(String data, String says) {
    EventDecodingException failure = failure(() -> event(data).as(Quote.class));
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    assertThat(failure.getMessage()).contains(says).doesNotContain("s3cr");
    assertThat(failure).hasNoCause();
    assertThat(failure(() -> event(data).as(JsonNode.class)).kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void aBinaryEventIsReadFromItsBytes() {
    assertThat(binary(ByteString.encodeUtf8("{\"bid\":1,\"ask\":2}")).as(Quote.class))
        .isEqualTo(new Quote(1, 2));
    EventDecodingException failure =
        failure(() -> binary(ByteString.of((byte) 0xff, (byte) 0, (byte) 7)).as(Quote.class));
    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    byte[] notUtf8 = "{\"symbol\":\"s?\"}".getBytes(StandardCharsets.US_ASCII);
    notUtf8[12] = (byte) 0xff;
    assertThat(failure(() -> binary(ByteString.of(notUtf8)).as(JsonNode.class)).kind())
        .isEqualTo(Kind.MALFORMED);
  }

  @Test
  void theAppsMapperReadsByItsOwnSettings() {
    JsonEvents own = JsonEvents.builder().mapper(new ObjectMapper()).build();
    assertThat(own.read(event("{\"bid\":\"1\",\"ask\":null} x"), Quote.class))
        .isEqualTo(new Quote(1, 0));
    assertThat(failure(() -> own.read(event(trade("price", "1")), Trade.class)).pointer())
        .isEqualTo("/note");
  }

  static final class Picky {
    public Picky(@com.fasterxml.jackson.annotation.JsonProperty("a") String a) {
      throw new IllegalStateException("no " + a);
    }
  }

  interface Unreadable {}

  @Test
  void aClassThatRefusesOrCannotBeReadIsNamed() {
    EventDecodingException failure = failure(() -> event("{\"a\":\"s3cret\"}").as(Picky.class));
    assertThat(failure.getMessage())
        .contains("refused with java.lang.IllegalStateException")
        .doesNotContain("s3cret");
    assertThat(failure(() -> event("{\"a\":\"s3cret\"}").as(Unreadable.class)).getMessage())
        .contains("Jackson cannot read that class", "Unreadable")
        .doesNotContain("s3cret");
  }
}
