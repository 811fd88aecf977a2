package dev.holdfast.json;

import static dev.holdfast.json.Events.event;
import static dev.holdfast.json.Events.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.EventDecodingException;
import dev.holdfast.EventDecodingException.Kind;
import dev.holdfast.EventDecodingException.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads against their schemas. */
class JsonSchemasTest {
  private final JsonSchemas schemas =
      JsonSchemas.fromClassPath("/schemas/{type}.json", "trade", "quote");
  private final JsonEvents json = JsonEvents.builder().schemas(schemas).build();

  private void accepts(String type, String data) {
    assertThat(json.read(event(type, data), JsonNode.class)).isNotNull();
  }

  private EventDecodingException refuses(String type, String data) {
    return failure(() -> json.read(event(type, data), JsonNode.class));
  }

  @Test
  void whatIsAsItsSchemaSaysIsRead() {
    accepts("trade", "{\"symbol\":\"X\",\"price\":1.5,\"at\":\"2026-11-21T10:00:00Z\"}");
    accepts("quote", "{\"bid\":1,\"ask\":2}");
  }

  @Test
  void aViolationNamesThePlaceAndTheRuleAndNeverTheValue() {
    EventDecodingException failure = refuses("trade", "{\"symbol\":\"s3cret\",\"price\":1}");
    assertThat(failure.kind()).isEqualTo(Kind.SCHEMA);
    assertThat(failure.pointer()).isEqualTo("/symbol");
    assertThat(failure).hasNoCause();
    assertThat(failure.getMessage())
        .isEqualTo("event \"42\" of type \"trade\": against its schema: pattern at /symbol");
    Violation violation = failure.violations().get(0);
    assertThat(violation.rule()).isEqualTo("pattern");
    assertThat(violation.schemaLocation())
        .isEqualTo("classpath:/schemas/trade.json#/properties/symbol/pattern");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trade | {\"symbol\":\"X\"} | '' | required",
        "trade | [] | '' | type",
        "trade | {\"symbol\":\"X\",\"price\":0} | /price | exclusiveMinimum",
        "trade | {\"symbol\":\"X\",\"price\":\"1\"} | /price | type",
        "trade | {\"symbol\":\"X\",\"price\":1,\"at\":\"soon\"} | /at | format",
        "quote | {\"bid\":0} | /bid | exclusiveMinimum",
        "quote | {\"ask\":0} | /ask | exclusiveMinimum",
      })
  void eachRuleHolds(String type, String data, String pointer, String rule) {
    EventDecodingException failure = refuses(type, data);
    assertThat(failure.violations()).hasSize(1);
    assertThat(failure.violations().get(0).rule()).isEqualTo(rule);
    assertThat(failure.pointer()).isEqualTo(pointer);
  }

  @Test
  void theDraftIs202012UnlessTheSchemaNamesAnother() {
    // prefixItems is a word of 2020-12; draft 7 does not know it.
    String schema = "{%s\"prefixItems\":[{\"type\":\"string\"}]}";
    JsonSchemas both =
        JsonSchemas.builder()
            .text("new", String.format(schema, ""))
            .text(
                "old",
                String.format(schema, "\"$schema\":\"http://json-schema.org/draft-07/schema#\","))
            .build();
    JsonEvents json = JsonEvents.builder().schemas(both).build();
    assertThat(failure(() -> json.read(event("new", "[1]"), JsonNode.class)).pointer())
        .isEqualTo("/0");
    assertThat(json.read(event("old", "[1]"), JsonNode.class).size()).isEqualTo(1);
  }

  @Test
  void anEventWithoutASchemaIsRefusedUnlessTheAppAllowsIt() {
    EventDecodingException failure = refuses("news", "{}");
    assertThat(failure.kind()).isEqualTo(Kind.NO_SCHEMA);
    assertThatThrownBy(() -> json.on("news", JsonNode.class, (node, event) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no schema for events of type \"news\"");
    JsonEvents tolerant =
        JsonEvents.builder()
            .schemas(JsonSchemas.builder().text("trade", "{}").allowOtherTypes().build())
            .build();
    assertThat(tolerant.read(event("news", "1"), Integer.class)).isEqualTo(1);
    assertThat(tolerant.on("news", JsonNode.class, (node, event) -> {})).isNotNull();
  }

  @Test
  void whatIsNoJsonIsMalformedRatherThanAgainstItsSchema() {
    assertThat(refuses("trade", "{\"symbol\":\"X\",\"symbol\":\"X\"}").kind())
        .isEqualTo(Kind.MALFORMED);
    assertThat(refuses("trade", "null").violations().get(0).rule()).isEqualTo("type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"strin\"} | /type | invalid by",
        "{\"properties\":{\"a\":{\"minimum\":\"1\"}}} | /properties/a/minimum | invalid by"
            + " \"type\"",
        "{\"required\":\"a\"} | /required | invalid by \"type\"",
        "{\"pattern\":\"[\"} | /pattern | invalid by \"format\"",
        "{\"type\":\"object\",\"type\":\"array\"} | '' | no JSON",
        "{\"type\": | '' | (line 1, column ",
        "{\"$schema\":\"https://example.com/mine\"} | /$schema | no draft that is known here",
        "1 | '' | invalid by \"type\"",
      })
  void anInvalidSchemaFailsWhenItIsBuiltByNameAndPlace(String schema, String pointer, String says) {
    assertThatThrownBy(() -> JsonSchemas.builder().text("good", "{}").text("bad", schema).build())
        .isInstanceOfSatisfying(
            SchemaException.class,
            e -> {
              assertThat(e.schema()).isEqualTo("text:/1");
              assertThat(e.pointer()).isEqualTo(pointer);
            })
        .hasMessageContaining("schema text:/1: ")
        .hasMessageContaining(says);
  }

  @Test
  void wrongUseIsNamed() {
    assertThatThrownBy(() -> JsonSchemas.fromClassPath("/schemas/trade.json", "trade"))
        .hasMessage("no {type} in \"/schemas/trade.json\"");
    assertThatThrownBy(() -> JsonSchemas.fromClassPath("/schemas/{type}.json", "nothing"))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("classpath:/schemas/nothing.json", "not on the class path");
    assertThatThrownBy(() -> JsonSchemas.builder().text("a", "{}").text("a", "{}"))
        .hasMessage("two schemas for events of type \"a\"");
  }
}
