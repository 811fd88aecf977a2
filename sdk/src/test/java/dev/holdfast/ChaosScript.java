package dev.holdfast;

import dev.holdfast.testkit.ConnectionInfo;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.LineEnding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A stream of random events, known to the byte, and a random cut for each request to it. Where the
 * cuts fall is read from the bytes, and so is what a client must have after each.
 */
final class ChaosScript {
  /** How a connection ends. */
  enum Kind {
    EOF,
    FIN_IN_CHUNK,
    RST
  }

  /** What a cut falls into. */
  enum Place {
    ID_LINE,
    UTF8_SEQUENCE,
    BETWEEN_CR_AND_LF,
    ELSEWHERE
  }

  private static final String[] PIECES = {
    "a", "stream", " ", ":", "é", "ß", "€", "☕", "漢字", "𝄞", "😀", "\n", "\n\n", "id: 7", "0"
  };
  private static final LineEnding[] ENDINGS = LineEnding.values();

  final List<String> ids = new ArrayList<>();
  final List<String> data = new ArrayList<>();
  final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
  final Map<Place, Integer> places = new EnumMap<>(Place.class);
  final List<String> wrongResumes = new ArrayList<>();

  private final Random random;
  private final int meanEvents;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Integer> starts = new ArrayList<>();
  private final List<Integer> dispatches = new ArrayList<>();
  private final byte[] bytes;

  /** What the request after the last cut must ask for; -1 if that is not known. */
  private int expectedNext;

  private int leastNext;

  ChaosScript(long seed, int events, int meanEvents) {
    this.random = new Random(seed);
    this.meanEvents = meanEvents;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < events; i++) {
      String id = new String[] {"n", "é", "☕", "𝄞"}[i % 4] + i;
      numbers.put(id, i);
      ids.add(id);
      data.add(payload());
      starts.add(out.size());
      out.writeBytes(wire(i));
      // In CR LF the blank line is complete with the CR.
      dispatches.add(out.size() - (ending(i) == LineEnding.CRLF ? 1 : 0));
    }
    starts.add(out.size());
    bytes = out.toByteArray();
  }

  private String payload() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(16); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static LineEnding ending(int number) {
    return ENDINGS[number % ENDINGS.length];
  }

  private byte[] wire(int number) {
    String end = Map.of("LF", "\n", "CR", "\r", "CRLF", "\r\n").get(ending(number).name());
    StringBuilder block = new StringBuilder("id: " + ids.get(number) + end);
    for (String line : data.get(number).split("\n", -1)) {
      block.append("data: ").append(line).append(end);
    }
    return block.append(end).toString().getBytes(StandardCharsets.UTF_8);
  }

  void publishTo(EventLog log) {
    for (int i = 0; i < ids.size(); i++) {
      log.lineEnding(ending(i)).publish(ids.get(i), null, data.get(i));
    }
    log.end();
  }

  /** The bytes that a request without a cursor is to be answered by. */
  byte[] bytes() {
    return bytes;
  }

  synchronized Fault next(ConnectionInfo connection) {
    int from = numberAfter(connection.lastEventId());
    if (from < leastNext || (expectedNext >= 0 && from != expectedNext)) {
      wrongResumes.add(connection + " asks for event " + from + ", not " + expectedNext);
    }
    leastNext = from;
    expectedNext = -1;
    // Before the first event there is no cursor, so that a cut there is rightly reported as a gap.
    int event = Math.max(1, from + random.nextInt(2 * meanEvents));
    return event >= ids.size() ? Fault.none() : cut(from, positionIn(event));
  }

  private int numberAfter(@Nullable String cursor) {
    return cursor == null ? 0 : numbers.getOrDefault(cursor, -2) + 1;
  }

  private int positionIn(int event) {
    int start = starts.get(event);
    int end = starts.get(event + 1);
    switch (random.nextInt(6)) {
      case 0:
        return start + 1 + random.nextInt(4 + ids.get(event).length());
      case 1:
        for (int i = start + random.nextInt(end - start); i < end; i++) {
          if (isContinuation(i)) {
            return i;
          }
        }
        return start;
      default:
        return start + random.nextInt(end - start);
    }
  }

  private Fault cut(int from, int position) {
    // Resets are rarer because the server waits before each, lest it overtakes the data.
    Kind kind = Kind.values()[random.nextInt(6) == 0 ? 2 : random.nextInt(2)];
    if (from == 0) {
      kind = Kind.FIN_IN_CHUNK; // A reset may overtake the first event, and then see next().
    }
    kinds.merge(kind, 1, Integer::sum);
    Place place = placeOf(position);
    places.merge(place, 1, Integer::sum);
    if (kind != Kind.RST) {
      expectedNext = from;
      while (expectedNext < ids.size() && dispatches.get(expectedNext) <= position) {
        expectedNext++;
      }
    }
    long count = position - starts.get(from);
    return kind == Kind.EOF
        ? Fault.eofAfterBytes(count)
        : kind == Kind.RST ? Fault.resetAfterBytes(count) : Fault.cutAfterBytes(count);
  }

  /** What a stream that ends before the byte at this position is cut in. */
  Place placeOf(int position) {
    if (isContinuation(position)) {
      return Place.UTF8_SEQUENCE;
    }
    if (bytes[position] == '\n' && position > 0 && bytes[position - 1] == '\r') {
      return Place.BETWEEN_CR_AND_LF;
    }
    int line = position;
    while (line > 0 && bytes[line - 1] != '\n' && bytes[line - 1] != '\r') {
      line--;
    }
    boolean begun = position > line;
    return begun && bytes[line] == 'i' && bytes[line + 1] == 'd' ? Place.ID_LINE : Place.ELSEWHERE;
  }

  private boolean isContinuation(int position) {
    return position < bytes.length && (bytes[position] & 0xc0) == 0x80;
  }
}
