package dev.holdfast.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of WHATWG HTML §9.2.5 and §9.2.6, cut at every place. */
class EventStreamRulesTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "dev.holdfast.internal.wire.FramingRules#lineEnds",
    "dev.holdfast.internal.wire.FramingRules#byteOrderMark",
    "dev.holdfast.internal.wire.FramingRules#encoding",
    "dev.holdfast.internal.wire.FramingRules#comments",
    "dev.holdfast.internal.wire.FieldRules#fields",
    "dev.holdfast.internal.wire.FieldRules#data",
    "dev.holdfast.internal.wire.FieldRules#types",
    "dev.holdfast.internal.wire.FieldRules#ids",
    "dev.holdfast.internal.wire.FieldRules#retries",
    "dev.holdfast.internal.wire.FieldRules#examplesOfTheStandard"
  })
  void rule(Rule rule) throws IOException {
    byte[] input = rule.input();
    assertThat(Parsing.inParts(input, "")).isEqualTo(rule.expected());
    assertThat(Parsing.byteByByte(input, "")).isEqualTo(rule.expected());
    for (int cut = 0; cut <= input.length; cut++) {
      assertThat(Parsing.inParts(input, "", cut)).as("cut at %s", cut).isEqualTo(rule.expected());
      assertThat(Parsing.inSegments(input, "", cut))
          .as("segment ends at %s", cut)
          .isEqualTo(rule.expected());
    }
    assertThat(ReferenceParser.parse(input, "")).as("reference").isEqualTo(rule.expected());
  }
}
