package dev.holdfast.internal.store;

import dev.holdfast.internal.Cursors;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cursors of several streams, in UTF-8: a first line that says what this is, a line for each
 * stream with its name, a tab and the cursor, and a last line that tells how many these are, so
 * that a file that was cut off is not taken for one of fewer streams.
 */
final class TableFormat implements CursorFormat {
  static final int MOST_STREAMS = 1_000;
  private static final String FIRST = "holdfast cursors 1";
  private static final int MOST_NAME_BYTES = 3 * StoreNames.MOST_CHARS;

  @Override
  public int tooManyBytes() {
    return 100 + MOST_STREAMS * (MOST_NAME_BYTES + Cursors.MAX_BYTES + 2);
  }

  @Override
  public byte[] encode(Map<String, String> cursors) {
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    cursors.forEach((stream, cursor) -> text.append(stream + '\t' + cursor + '\n'));
    return CursorFormat.bytes(text.append(end(cursors.size())).append('\n').toString());
  }

  @Override
  public Map<String, String> decode(byte[] content, boolean existed) throws Unreadable {
    if (!existed) {
      return Collections.emptyMap();
    }
    if (content.length == 0) {
      throw new Unreadable("empty, as no file of cursors is; delete it to begin anew");
    }
    if (content.length >= tooManyBytes()) {
      throw new Unreadable("longer than any file of cursors");
    }
    List<String> lines = lines(content);
    Map<String, String> cursors = new LinkedHashMap<>();
    int last = lines.size() - 1;
    for (int i = 1; i < last; i++) {
      entry(lines.get(i), i + 1, cursors);
    }
    if (last < 1 || !lines.get(last).equals(end(cursors.size()))) {
      throw at(last + 1, "\"" + end(cursors.size()) + "\" expected: cut off, or changed");
    }
    return cursors;
  }

  private static void entry(String line, int number, Map<String, String> to) throws Unreadable {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      throw at(number, "no tab between the name of a stream and its cursor");
    }
    String stream = line.substring(0, tab);
    String cursor = line.substring(tab + 1);
    String wrong = StoreNames.wrongWith(stream);
    if (wrong != null) {
      throw at(number, "a name " + wrong);
    }
    if (cursor.isEmpty() || !Cursors.isSendable(cursor)) {
      throw at(number, "a cursor must have 1 to " + Cursors.MAX_BYTES + " bytes, and no CR or NUL");
    }
    if (to.put(stream, cursor) != null) {
      throw at(number, "a name comes twice");
    }
    if (to.size() > MOST_STREAMS) {
      throw at(number, "more than " + MOST_STREAMS + " streams");
    }
  }

  private static List<String> lines(byte[] content) throws Unreadable {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == '\n') {
        lines.add(line(content, start, i, lines.size() + 1));
        start = i + 1;
      }
    }
    if (start < content.length) {
      line(content, start, content.length, lines.size() + 1);
      throw at(lines.size() + 1, "cut off: no line feed");
    }
    return lines;
  }

  private static String line(byte[] content, int from, int to, int number) throws Unreadable {
    String line;
    try {
      line = CursorFormat.text(ByteBuffer.wrap(content, from, to - from));
    } catch (CharacterCodingException e) {
      throw at(number, "not UTF-8");
    }
    if (number == 1 && !line.equals(FIRST)) {
      throw at(1, "\"" + FIRST + "\" expected: not a file of cursors");
    }
    return line;
  }

  private static String end(int streams) {
    return "end " + streams;
  }

  private static Unreadable at(int line, String reason) {
    return new Unreadable("line " + line + ": " + reason);
  }
}
