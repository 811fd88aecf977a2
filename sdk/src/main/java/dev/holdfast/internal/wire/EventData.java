package dev.holdfast.internal.wire;

import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The data buffer of one event: its lines joined by LF.
 *
 * <p>Most events are one line that lies in one segment together with its blank line, so the first
 * line is only noted where it lies, and copied ({@link #detach}) if it must outlive the segment.
 * Confined to its parser.
 */
final class EventData {
  private final long maxBytes;
  private final Buffer buffer = new Buffer();
  private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();
  private boolean present;
  private byte @Nullable [] borrowed;
  private int borrowedOffset;
  private int borrowedLength;

  EventData(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether there was a line, if only an empty one. */
  boolean isPresent() {
    return present;
  }

  /** Adds a whole line, which must not change before {@link #detach}. */
  void line(byte[] bytes, int offset, int length) throws LimitExceededException {
    if (!present) {
      reserve(length);
      present = true;
      borrowed = bytes;
      borrowedOffset = offset;
      borrowedLength = length;
    } else {
      beginLine();
      append(bytes, offset, length);
    }
  }

  /** Begins a line that will come in parts. */
  void beginLine() throws LimitExceededException {
    detach();
    if (present) {
      reserve(1);
      buffer.writeByte('\n');
    }
    present = true;
  }

  void append(byte[] bytes, int offset, int length) throws LimitExceededException {
    reserve(length);
    buffer.write(bytes, offset, length);
  }

  /**
   * Takes the first {@code length} bytes of {@code source}, whole segments of it without copying.
   */
  void append(Buffer source, long length) throws LimitExceededException {
    reserve(length);
    buffer.write(source, length);
  }

  /** Lets go of the array that the first line lies in. */
  void detach() {
    if (borrowed != null) {
      buffer.write(borrowed, borrowedOffset, borrowedLength);
      borrowed = null;
    }
  }

  /** The text so far; there is none after that. */
  String take() {
    present = false;
    if (borrowed != null) {
      String text = Utf8.decode(borrowed, borrowedOffset, borrowedLength);
      borrowed = null;
      return text;
    }
    String text = decodeBuffer();
    buffer.clear();
    return text;
  }

  long heldBytes() {
    return buffer.size();
  }

  private String decodeBuffer() {
    buffer.readUnsafe(cursor);
    try {
      if (cursor.next() == buffer.size()) {
        return Utf8.decode(cursor.data, cursor.start, cursor.end - cursor.start);
      }
    } finally {
      cursor.close();
    }
    byte[] bytes = buffer.readByteArray();
    return Utf8.decode(bytes, 0, bytes.length);
  }

  private void reserve(long more) throws LimitExceededException {
    if (more > maxBytes - buffer.size()) {
      throw new LimitExceededException(LimitExceededException.Bound.EVENT, maxBytes);
    }
  }
}
