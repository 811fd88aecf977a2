package dev.holdfast.internal.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * WHATWG HTML §9.2.6, sentence by sentence, on the whole stream at once: slow, and simple enough to
 * believe.
 */
final class ReferenceParser {
  private final List<Heard> heard = new ArrayList<>();
  private final StringBuilder data = new StringBuilder();
  private String eventType = "";
  private String idBuffer;
  private String ownId = null;

  private ReferenceParser(String lastEventId) {
    idBuffer = lastEventId;
  }

  static List<Heard> parse(byte[] input, String lastEventId) {
    String text = decode(input);
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    ReferenceParser parser = new ReferenceParser(lastEventId);
    // What follows the last line end is no line yet.
    String[] lines = text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
    for (int i = 0; i < lines.length - 1; i++) {
      parser.line(lines[i]);
    }
    return parser.heard;
  }

  private void line(String line) {
    int colon = line.indexOf(':');
    if (line.isEmpty()) {
      dispatch();
    } else if (colon == 0) {
      heard.add(new Heard.Comment(line.substring(1)));
    } else if (colon > 0) {
      String value = line.substring(colon + 1);
      field(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
    } else {
      field(line, "");
    }
  }

  private void field(String name, String value) {
    switch (name) {
      case "event" -> eventType = value;
      case "data" -> data.append(value).append('\n');
      case "id" -> {
        if (!value.contains("\0")) {
          idBuffer = value;
          ownId = value;
        }
      }
      case "retry" -> {
        if (value.matches("[0-9]+")) {
          java.math.BigInteger millis = new java.math.BigInteger(value);
          heard.add(new Heard.Retry(millis.bitLength() < 64 ? millis.longValue() : Long.MAX_VALUE));
        }
      }
      default -> {}
    }
  }

  private void dispatch() {
    if (data.isEmpty()) {
      if (ownId != null) {
        heard.add(new Heard.LastEventId(idBuffer));
      }
    } else {
      data.setLength(data.length() - 1);
      String type = eventType.isEmpty() ? "message" : eventType;
      heard.add(new Heard.Event(ownId, idBuffer, type, data.toString()));
    }
    data.setLength(0);
    eventType = "";
    ownId = null;
  }

  /** The rows of Unicode's table 3-7, "well-formed UTF-8 byte sequences". */
  private static final int[][][] WELL_FORMED = {
    {{0x00, 0x7F}},
    {{0xC2, 0xDF}, {0x80, 0xBF}},
    {{0xE0, 0xE0}, {0xA0, 0xBF}, {0x80, 0xBF}},
    {{0xE1, 0xEC}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xED, 0xED}, {0x80, 0x9F}, {0x80, 0xBF}},
    {{0xEE, 0xEF}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xF0, 0xF0}, {0x90, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xF1, 0xF3}, {0x80, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xF4, 0xF4}, {0x80, 0x8F}, {0x80, 0xBF}, {0x80, 0xBF}},
  };

  /**
   * Every maximal part of an ill-formed sequence becomes one U+FFFD, as in the Encoding Standard.
   */
  static String decode(byte[] input) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < input.length) {
      int longest = 0;
      boolean whole = false;
      for (int[][] row : WELL_FORMED) {
        int matched = 0;
        while (matched < row.length
            && at + matched < input.length
            && (input[at + matched] & 0xFF) >= row[matched][0]
            && (input[at + matched] & 0xFF) <= row[matched][1]) {
          matched++;
        }
        longest = Math.max(longest, matched);
        whole |= matched == row.length;
      }
      int length = Math.max(1, longest);
      // What the table calls well-formed, no decoder gets wrong.
      out.append(
          whole
              ? new String(input, at, length, java.nio.charset.StandardCharsets.UTF_8)
              : "\uFFFD");
      at += length;
    }
    return out.toString();
  }
}
