package dev.holdfast.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import okhttp3.Headers;
import okio.Buffer;
import okio.ByteString;

/** Whatever a payload is, it arrives; whatever a body is, it is read or refused. */
class StandardLongPollPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Property(tries = 500)
  void anyJsonArrivesAsWritten(
      @ForAll("values") List<String> values, @ForAll("spaces") String space) throws IOException {
    StringBuilder body = new StringBuilder("{\"events\":[");
    for (int i = 0; i < values.size(); i++) {
      body.append(i == 0 ? "" : ",").append("{\"data\":").append(space).append(values.get(i));
      body.append(space).append(i % 2 == 0 ? ",\"id\":" + i + "}" : "}");
    }
    PollAnswer answer = Polls.answer(body.append("]}").toString());
    assertThat(answer.events()).extracting(DialectEvent::text).isEqualTo(values);
  }

  @Property(tries = 500)
  void anyStringArrives(@ForAll("strings") String data) throws IOException {
    assertThat(Polls.data(JSON.writeValueAsString(data))).isEqualTo(data);
    assertThat(Polls.data(escaped(data))).isEqualTo(data);
  }

  @Property(tries = 500)
  void anyBytesAreReadOrRefused(@ForAll byte[] bytes, @ForAll("openings") String opening) {
    readOrRefuse(ByteString.encodeUtf8(opening).toByteArray(), bytes);
  }

  @Property(tries = 1000)
  void anyDamagedAnswerIsReadOrRefused(
      @ForAll("values") List<String> values, @ForAll int at, @ForAll byte octet, @ForAll int how) {
    String body =
        "{\"events\":[{\"id\":\"1\",\"type\":\"t\",\"encoding\":null,\"data\":"
            + String.join("},{\"id\":2,\"data\":", values)
            + "}],\"gap\":{\"from\":\"1\"},\"nextCursor\":\"2\"}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    int place = Math.floorMod(at, bytes.length);
    if (how % 3 == 0) {
      bytes = Arrays.copyOf(bytes, place);
    } else if (how % 3 == 1) {
      bytes[place] = octet;
    } else {
      System.arraycopy(bytes, place, bytes, place / 2, bytes.length - place);
    }
    readOrRefuse(bytes);
  }

  private static void readOrRefuse(byte[]... parts) {
    Buffer body = new Buffer();
    for (byte[] part : parts) {
      body.write(part);
    }
    try {
      LongPollDialect.standard().read(Polls.response(Headers.of(), body.readByteString()));
    } catch (IOException e) {
      assertThat(e).isNotInstanceOf(JsonProcessingException.class).hasNoCause();
      assertThat(e.getMessage()).doesNotContain("\n", "\r").matches(".* at line \\d+, column \\d+");
    }
  }

  @Provide
  Arbitrary<String> openings() {
    return Arbitraries.of(
        "", "{", "{\"events\":[", "{\"events\":[{\"data\":", "{\"x\":\"", "\uFEFF{");
  }

  @Provide
  Arbitrary<String> spaces() {
    return Arbitraries.of("", " ", "\n", "\r\n", "\t \n ");
  }

  @Provide
  Arbitrary<String> strings() {
    Arbitrary<String> units = Arbitraries.chars().all().map(String::valueOf);
    Arbitrary<String> pairs =
        Arbitraries.integers()
            .between(0x10000, 0x10ffff)
            .map(c -> new String(Character.toChars(c)));
    Arbitrary<String> controls =
        Arbitraries.of("\0", "\n", "\r", "\u001f", "\u007f", "\u2028", "\uFEFF", "\"", "\\", "/");
    return Arbitraries.oneOf(units, pairs, controls, Arbitraries.of("a", "é", "€"))
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts))
        .filter(text -> text.equals(roundTrip(text)));
  }

  /** Halves of pairs cannot be written as UTF-8; the test of rules has those that are escaped. */
  private static String roundTrip(String text) {
    return ByteString.encodeUtf8(text).utf8();
  }

  @Provide
  Arbitrary<List<String>> values() {
    return value().list().ofMinSize(1).ofMaxSize(5);
  }

  private Arbitrary<String> value() {
    Arbitrary<String> numbers =
        Combinators.combine(
                Arbitraries.bigIntegers(),
                Arbitraries.of("", ".0", ".10", ".000000001"),
                Arbitraries.of("", "e5", "E-400", "e+0400"))
            .as((whole, fraction, exponent) -> whole + fraction + exponent);
    Arbitrary<String> leaf =
        Arbitraries.oneOf(numbers, Arbitraries.of("null", "true", "false", "[]", "{}"));
    Arbitrary<String> inner = Arbitraries.oneOf(leaf, strings().map(text -> escaped(text)));
    Arbitrary<String> deeper = inner;
    for (int depth = 0; depth < 3; depth++) {
      deeper = Arbitraries.oneOf(inner, array(deeper), object(deeper));
    }
    return Arbitraries.oneOf(leaf, array(deeper), object(deeper));
  }

  private Arbitrary<String> array(Arbitrary<String> items) {
    return Combinators.combine(items.list().ofMaxSize(4), spaces(), spaces())
        .as((list, a, b) -> "[" + a + String.join(b + "," + a, list) + b + "]");
  }

  private Arbitrary<String> object(Arbitrary<String> items) {
    Arbitrary<String> field =
        Combinators.combine(strings(), spaces(), items)
            .as((name, space, value) -> escaped(name) + space + ":" + space + value);
    return Combinators.combine(field.list().ofMaxSize(4), spaces(), spaces())
        .as((list, a, b) -> "{" + a + String.join(b + "," + a, list) + b + "}");
  }

  /** Another way to write a string than Jackson's: every second character is escaped. */
  private static String escaped(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean must = c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c);
      json.append(must || i % 2 == 0 ? String.format("\\u%04X", (int) c) : String.valueOf(c));
    }
    return json.append('"').toString();
  }
}
