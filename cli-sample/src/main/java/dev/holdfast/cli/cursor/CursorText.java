package dev.holdfast.cli.cursor;

import dev.holdfast.cli.options.UsageException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is in a cursor file: the ID in UTF-8 and a line feed; nothing, or the line feed, is none.
 */
final class CursorText {
  /** Most bytes of an ID, as the SDK has it. */
  static final int MOST_BYTES = 4096;

  private CursorText() {}

  static byte[] encode(@Nullable String id) {
    return ((id == null ? "" : id) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Reads the ID, null for none. What cannot be one is refused; the message does not show it. */
  static @Nullable String decode(byte[] content) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new UsageException("not UTF-8");
    }
    String id = withoutLineEnd(text);
    if (id.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new UsageException("longer than " + MOST_BYTES + " bytes, which no event ID is");
    }
    if (id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0) {
      throw new UsageException("more than one line");
    }
    if (id.indexOf('\0') >= 0) {
      throw new UsageException("has a NUL, which no event ID has");
    }
    return id.isEmpty() ? null : id;
  }

  /** One line end only, of whatever an editor leaves. */
  private static String withoutLineEnd(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
