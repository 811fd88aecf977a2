package dev.holdfast.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What passes over deep values finds the end that the parser finds, and refuses what it does. */
class DeepJsonPropertyTest {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String[] PIECES = {
    "[", "]", "{", "}", ",", ":", "\"", "\\", "\\u00e9", "\\n", "a", "\"a\":", "\"b\"", "0", "-1",
    "1.5", "2e-7", "e", ".", "+", "true", "false", "null", " ", "\n", "\t", "\f", "\u0000", "€"
  };

  @Property(tries = 50_000, shrinking = ShrinkingMode.OFF)
  void itAgreesWithTheParser(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    value(text, random, 5);
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      if (random.nextBoolean() && at < text.length()) {
        text.deleteCharAt(at);
      } else {
        text.insert(at, PIECES[random.nextInt(PIECES.length)]);
      }
    }
    // In an array, as the parser reads on behind a number that is not in anything.
    String all = "[" + text + "] ";
    DeepJson deep = new DeepJson(all, 0);
    assertThat(deep.pass() ? deep.at() : -1).as(all).isEqualTo(end(all));
  }

  private static int end(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      parser.skipChildren();
      return (int) parser.currentLocation().getCharOffset();
    } catch (JsonProcessingException malformed) {
      return -1;
    }
  }

  private static void value(StringBuilder to, Random random, int levels) {
    int kind = random.nextInt(levels > 0 ? 4 : 2);
    if (kind < 2) {
      String[] scalars = {"0", "-0.10E+5", "12", "\"\\\"]\\u005D\\\\\"", "true", "null", "\"\""};
      to.append(scalars[random.nextInt(scalars.length)]);
      return;
    }
    to.append(kind == 2 ? '[' : '{');
    for (int i = random.nextInt(4); i > 0; i--) {
      to.append(kind == 2 ? " " : "\"n}\" :");
      value(to, random, levels - 1);
      to.append(i > 1 ? "," : "\r\n");
    }
    to.append(kind == 2 ? ']' : '}');
  }
}
