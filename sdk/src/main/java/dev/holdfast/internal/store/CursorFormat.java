package dev.holdfast.internal.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is in a file of cursors. */
interface CursorFormat {
  /** The key of all streams, in a format that keeps one. */
  String ONLY = "";

  /** More bytes than any such file has. */
  int tooManyBytes();

  /** Reads it. {@code existed} tells an empty file from none. */
  Map<String, String> decode(byte[] content, boolean existed) throws Unreadable;

  byte[] encode(Map<String, String> cursors);

  /** What is wrong with a file; beside its name. */
  final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    final String reason;

    Unreadable(String reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /** Returns the text, unless it is none. */
  static String text(ByteBuffer bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  /** Returns the bytes; a text that would not come back from them is refused. */
  static byte[] bytes(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not Unicode: a half of a surrogate pair", e);
    }
  }
}
