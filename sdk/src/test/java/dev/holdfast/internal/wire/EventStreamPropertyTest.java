package dev.holdfast.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import okio.Buffer;
import okio.ByteString;

/**
 * Whatever the bytes and wherever they are cut, the parser says what the standard's own words say.
 */
class EventStreamPropertyTest {
  @Property(tries = 4000)
  void anyBytesInAnyParts(
      @ForAll("streams") ByteString stream,
      @ForAll("cuts") List<Integer> cuts,
      @ForAll("lastEventIds") String lastEventId)
      throws IOException {
    byte[] input = stream.toByteArray();
    List<Heard> expected = ReferenceParser.parse(input, lastEventId);
    int[] positions =
        cuts.stream().mapToInt(cut -> cut % (input.length + 1)).sorted().distinct().toArray();
    assertThat(Parsing.inParts(input, lastEventId, positions)).isEqualTo(expected);
    assertThat(Parsing.inSegments(input, lastEventId, positions)).isEqualTo(expected);
  }

  @Property(tries = 500)
  void anyBytesOneByOne(@ForAll("streams") ByteString stream) throws IOException {
    byte[] input = stream.toByteArray();
    assertThat(Parsing.byteByByte(input, "")).isEqualTo(ReferenceParser.parse(input, ""));
  }

  @Provide
  Arbitrary<ByteString> streams() {
    Arbitrary<ByteString> tokens =
        texts(
            "data", "data:", "data: ", "id", "id:", "id: ", "event: ", "event", "retry:",
            "retry: ");
    Arbitrary<ByteString> lineEnds = texts("\n", "\r", "\r\n", "\n\n", "\r\r", "\r\n\r\n");
    Arbitrary<ByteString> marks =
        texts(":", " ", "\0", "\uFEFF", "7", "42", "x", "\u000B", "\u000E");
    Arbitrary<ByteString> unicode =
        Arbitraries.strings().ofMaxLength(6).map(ByteString::encodeUtf8);
    Arbitrary<ByteString> anything =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(12).map(ByteString::of);
    Arbitrary<ByteString> brokenUtf8 =
        Arbitraries.of(0xC2, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0xBB, 0xBF, 0x80, 0x90, 0xA0, 0xFF)
            .map(octet -> ByteString.of(octet.byteValue()));
    Arbitrary<ByteString> runs = // some longer than a segment
        Arbitraries.frequency(Tuple.of(20, 13), Tuple.of(5, 300), Tuple.of(1, 9000))
            .map(length -> ByteString.encodeUtf8("y".repeat(length)));
    return Arbitraries.frequencyOf(
            Tuple.of(6, tokens),
            Tuple.of(6, lineEnds),
            Tuple.of(3, marks),
            Tuple.of(1, unicode),
            Tuple.of(1, anything),
            Tuple.of(2, brokenUtf8),
            Tuple.of(1, runs))
        .list()
        .ofMaxSize(40)
        .map(EventStreamPropertyTest::concatenated);
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(0, 1 << 20).list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> lastEventIds() {
    return Arbitraries.of("", "41", "ä");
  }

  private static Arbitrary<ByteString> texts(String... texts) {
    return Arbitraries.of(texts).map(ByteString::encodeUtf8);
  }

  private static ByteString concatenated(List<ByteString> parts) {
    Buffer buffer = new Buffer();
    parts.forEach(buffer::write);
    return buffer.readByteString();
  }
}
