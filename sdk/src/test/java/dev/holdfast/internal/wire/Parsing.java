package dev.holdfast.internal.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okio.Buffer;

/** Ways to push bytes through the parser. */
final class Parsing {
  static final long NO_LIMIT = 16 << 20;

  private Parsing() {}

  /**
   * One {@code consume} for each stretch between two cuts, which are positions in ascending order.
   */
  static List<Heard> inParts(byte[] input, String lastEventId, int... cuts) throws IOException {
    Heard.Recorder recorder = new Heard.Recorder();
    EventStreamParser parser = parser(lastEventId, recorder);
    Buffer buffer = new Buffer();
    int from = 0;
    for (int cut : cuts) {
      parser.consume(buffer.write(input, from, cut - from));
      from = cut;
    }
    parser.consume(buffer.write(input, from, input.length - from));
    return recorder.heard;
  }

  /** One {@code consume} of a buffer whose segments end at the cuts. */
  static List<Heard> inSegments(byte[] input, String lastEventId, int... cuts) throws IOException {
    Heard.Recorder recorder = new Heard.Recorder();
    Buffer segmented = new Buffer();
    Buffer whole = new Buffer().write(input).clone(); // a clone's segments are never merged
    int from = 0;
    for (int cut : cuts) {
      segmented.write(whole.clone(), cut - from);
      whole.skip(cut - from);
      from = cut;
    }
    segmented.write(whole, whole.size());
    parser(lastEventId, recorder).consume(segmented);
    return recorder.heard;
  }

  static List<Heard> byteByByte(byte[] input, String lastEventId) throws IOException {
    int[] cuts = new int[input.length];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = i;
    }
    return inParts(input, lastEventId, cuts);
  }

  private static EventStreamParser parser(String lastEventId, EventStreamParser.Sink sink) {
    return new EventStreamParser(lastEventId, NO_LIMIT, NO_LIMIT, sink);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Strings as UTF-8, numbers as single bytes. */
  static byte[] bytes(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof Integer octet) {
        out.write(octet);
      } else {
        out.writeBytes(utf8((String) part));
      }
    }
    return out.toByteArray();
  }
}
