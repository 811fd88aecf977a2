package dev.holdfast.internal.store;

import dev.holdfast.internal.Cursors;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Collections;
import java.util.Map;

/** One cursor, in UTF-8, and a line feed; nothing, or the line feed, is none. */
final class SingleFormat implements CursorFormat {
  @Override
  public int tooManyBytes() {
    return Cursors.MAX_BYTES + 3; // One more than a cursor and its line end.
  }

  @Override
  public byte[] encode(Map<String, String> cursors) {
    return CursorFormat.bytes(cursors.getOrDefault(ONLY, "") + "\n");
  }

  /** Reads the cursor. What cannot be one is refused; the reason does not show it. */
  @Override
  public Map<String, String> decode(byte[] content, boolean existed) throws Unreadable {
    if (content.length >= tooManyBytes()) {
      throw tooLong();
    }
    String text;
    try {
      text = CursorFormat.text(ByteBuffer.wrap(content));
    } catch (CharacterCodingException e) {
      throw new Unreadable("not UTF-8");
    }
    String cursor = withoutLineEnd(text);
    if (cursor.indexOf('\n') >= 0 || cursor.indexOf('\r') >= 0) {
      throw new Unreadable("more than one line");
    }
    if (cursor.indexOf('\0') >= 0) {
      throw new Unreadable("has a NUL, which no event ID has");
    }
    if (!Cursors.isSendable(cursor)) {
      throw tooLong();
    }
    return cursor.isEmpty() ? Collections.emptyMap() : Collections.singletonMap(ONLY, cursor);
  }

  private static Unreadable tooLong() {
    return new Unreadable("longer than " + Cursors.MAX_BYTES + " bytes, which no event ID is");
  }

  /** One line end only, of whatever an editor leaves. */
  private static String withoutLineEnd(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
