package dev.holdfast.json;

import static dev.holdfast.json.Events.event;
import static dev.holdfast.json.Events.failure;
import static dev.holdfast.json.Events.nested;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.EventDecodingException;
import dev.holdfast.EventDecodingException.Kind;
import dev.holdfast.json.Events.Node;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads that are made to hurt. */
class BadPayloadTest {
  private static final String RECURSIVE =
      "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}},"
          + "{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}}}]}";

  private static JsonEvents checked(String schema) {
    return JsonEvents.builder()
        .schemas(JsonSchemas.builder().text("trade", schema).build())
        .build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_001, 1_000_000})
  void nestingBeyondTheBoundIsNamed(int depth) {
    EventDecodingException failure = failure(() -> event(nested(depth)).as(JsonNode.class));
    assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
    assertThat(failure).hasMessageContaining("1000");
    failure = failure(() -> event(nested(depth)).as(Object.class));
    assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
    failure = failure(() -> checked(RECURSIVE).read(event(nested(depth)), JsonNode.class));
    assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
    String objects = "{\"next\":".repeat(depth) + "null" + "}".repeat(depth);
    failure = failure(() -> event(objects).as(Node.class));
    assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
  }

  @Test
  void nestingUpToTheBoundIsReadAndChecked() {
    assertThat(event(nested(1_000)).as(JsonNode.class).isArray()).isTrue();
    assertThat(checked(RECURSIVE).read(event(nested(200)), JsonNode.class).isArray()).isTrue();
  }

  @Test
  void aStackThatIsTooSmallForTheNestingIsANamedFailure() throws Exception {
    String objects = "{\"next\":".repeat(990) + "null" + "}".repeat(990);
    JsonEvents checked = checked(RECURSIVE);
    assertThat(onSmallStack(() -> failure(() -> event(objects).as(Node.class))).kind())
        .isEqualTo(Kind.LIMIT);
    assertThat(
            onSmallStack(() -> failure(() -> checked.read(event(objects), JsonNode.class))).kind())
        .isEqualTo(Kind.LIMIT);
    // The schema is none the worse for it.
    assertThat(checked.read(event("{\"next\":{}}"), JsonNode.class).size()).isEqualTo(1);
    assertThat(failure(() -> checked.read(event("{\"next\":[1]}"), JsonNode.class)).kind())
        .isEqualTo(Kind.SCHEMA);
  }

  private static <T> T onSmallStack(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    Thread thread = new Thread(null, future, "small stack", 200 << 10);
    thread.start();
    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
    return future.get();
  }

  @Test
  void numbersWithTooManyDigitsAreRefused() {
    EventDecodingException failure = failure(() -> event("1".repeat(100_000)).as(BigInteger.class));
    assertThat(failure.kind()).isEqualTo(Kind.LIMIT);
    assertThat(failure.getMessage()).doesNotContain("1111");
    assertThat(failure(() -> event("1e999999999").as(BigInteger.class)).kind())
        .isIn(Kind.LIMIT, Kind.MISMATCH);
  }

  /** As a decimal, a schema's multipleOf would compute ten million digits of it. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLargeExponentCostsASchemaNothing() {
    JsonEvents json =
        JsonEvents.builder()
            .schemas(JsonSchemas.builder().text("trade", "{\"multipleOf\":0.01}").build())
            .mapper(
                JsonEvents.strictMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build())
            .build();
    EventDecodingException failure = failure(() -> json.read(event("1e9999999"), BigDecimal.class));
    assertThat(failure.kind()).isEqualTo(Kind.SCHEMA);
    assertThat(json.read(event("0.12"), BigDecimal.class)).isEqualTo("0.12");
  }

  @Test
  void whatIsSaidOfALargePayloadIsBounded() {
    String many = "[" + "1,".repeat(200_000) + "1]";
    JsonEvents strings = checked("{\"items\":{\"type\":\"string\"}}");
    EventDecodingException failure = failure(() -> strings.read(event(many), JsonNode.class));
    assertThat(failure.violations()).hasSize(1);
    assertThat(failure.pointer()).isEqualTo("/0");
    failure = failure(() -> strings.read(event("[1,2,3,4,5]"), JsonNode.class));
    assertThat(failure.violations()).hasSize(5);
    assertThat(failure).hasMessageContaining("type at /0, type at /1, type at /2 and 2 more");
  }
}
