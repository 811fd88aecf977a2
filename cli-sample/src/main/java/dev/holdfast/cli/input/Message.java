package dev.holdfast.cli.input;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import okio.ByteString;

/** One message, or what should have been one. */
public sealed interface Message {
  /** Goes as a text. */
  record Text(String text) implements Message {}

  /** Goes as bytes. */
  record Binary(ByteString bytes) implements Message {}

  /**
   * Cannot be sent.
   *
   * @param why on one line
   */
  record Unsendable(String why) implements Message {}

  /** Returns the text that the bytes are. What is no text is not sent in a damaged form. */
  static Message text(ByteString bytes) {
    try {
      return new Text(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return new Unsendable("not UTF-8");
    }
  }

  /** Returns a message that is larger than what may wait to be sent. */
  static Message tooLong(long mostBytes) {
    return new Unsendable("longer than " + mostBytes + " bytes");
  }
}
