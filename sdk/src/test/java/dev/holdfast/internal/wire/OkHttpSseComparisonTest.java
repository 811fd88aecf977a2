package dev.holdfast.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import okhttp3.sse.internal.ServerSentEventReader;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Where okhttp-sse follows the standard, we agree with it. Left out is where it does not: lone CRs,
 * a BOM, a NUL in an id, an id without data, encoded surrogates, a retry beyond a long.
 */
class OkHttpSseComparisonTest {
  @Property(tries = 1500)
  void agrees(@ForAll("streams") String stream) throws IOException {
    byte[] input = Parsing.utf8(stream);
    List<Heard> ours =
        Parsing.inParts(input, "", input.length / 2).stream()
            .filter(heard -> !(heard instanceof Heard.Comment))
            .map(heard -> heard instanceof Heard.Event event ? withoutOwnId(event) : heard)
            .toList();
    assertThat(ours).isEqualTo(theirs(input));
  }

  private static List<Heard> theirs(byte[] input) throws IOException {
    List<Heard> heard = new ArrayList<>();
    ServerSentEventReader reader =
        new ServerSentEventReader(
            new Buffer().write(input),
            new ServerSentEventReader.Callback() {
              @Override
              public void onEvent(@Nullable String id, @Nullable String type, String data) {
                String knownType = type == null || type.isEmpty() ? "message" : type;
                heard.add(new Heard.Event(null, id == null ? "" : id, knownType, data));
              }

              @Override
              public void onRetryChange(long timeMs) {
                heard.add(Heard.retry(timeMs));
              }
            });
    while (reader.processNextEvent()) {}
    return heard;
  }

  private static Heard withoutOwnId(Heard.Event event) {
    return new Heard.Event(null, event.lastEventId(), event.type(), event.data());
  }

  @Provide
  Arbitrary<String> streams() {
    Arbitrary<String> value =
        Arbitraries.strings()
            .withChars("ab: 1ä€😀\t")
            .ofMaxLength(20)
            .map(text -> text.replaceAll("[\uD800-\uDFFF]", "😀"));
    Arbitrary<String> otherField =
        Arbitraries.oneOf(
            value.map(text -> "data:" + text),
            value.map(text -> "data: " + text),
            value.map(text -> "event: " + text),
            value.map(text -> ":" + text),
            value.map(text -> "x" + text),
            Arbitraries.longs().between(0, Long.MAX_VALUE).map(millis -> "retry: " + millis),
            Arbitraries.of("data", "event", "retry", "retry: x", "dat: a", "data : a"));
    Arbitrary<String> id = value.map(text -> "id: " + text);
    Arbitrary<List<String>> block =
        Arbitraries.frequencyOf(
            Tuple.of(1, otherField.list().ofMaxSize(5)),
            Tuple.of(
                1,
                otherField
                    .list()
                    .ofMaxSize(4)
                    .flatMap(fields -> id.map(field -> withIdAndData(fields, field)))));
    return block
        .list()
        .ofMaxSize(8)
        .flatMap(blocks -> Arbitraries.of("\n", "\r\n").map(lineEnd -> assembled(blocks, lineEnd)));
  }

  private static List<String> withIdAndData(List<String> fields, String id) {
    List<String> all = new ArrayList<>(fields);
    all.add(fields.size() / 2, id);
    all.add("data: z");
    return all;
  }

  private static String assembled(List<List<String>> blocks, String lineEnd) {
    StringBuilder stream = new StringBuilder();
    for (List<String> block : blocks) {
      block.forEach(line -> stream.append(line).append(lineEnd));
      stream.append(lineEnd);
    }
    return stream.toString();
  }
}
