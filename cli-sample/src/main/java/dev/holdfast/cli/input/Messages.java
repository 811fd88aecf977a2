package dev.holdfast.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Messages, one after the other. */
public interface Messages {
  /** Returns the next, as soon as there is one; null after the last. */
  @Nullable Message next() throws IOException;

  /** Returns these texts. */
  static Messages ofTexts(List<String> texts) {
    Iterator<String> left = texts.iterator();
    return () -> left.hasNext() ? new Message.Text(left.next()) : null;
  }

  /** Returns these texts, as the bytes that they are in UTF-8. */
  static Messages ofBytes(List<String> texts) {
    Iterator<String> left = texts.iterator();
    return () -> left.hasNext() ? new Message.Binary(ByteString.encodeUtf8(left.next())) : null;
  }

  /** Returns the lines of a text in UTF-8; one that is longer than this is not kept in memory. */
  static Messages ofLines(InputStream in, int mostBytes) {
    return new Lines(in, mostBytes);
  }

  /** Returns all that comes as one message of bytes, be there none; no more than this is kept. */
  static Messages ofWhole(InputStream in, int mostBytes) {
    return new Whole(in, mostBytes);
  }
}
