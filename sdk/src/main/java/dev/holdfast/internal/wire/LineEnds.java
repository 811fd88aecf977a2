package dev.holdfast.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds line ends eight bytes at a time: on long lines the search is most of a parser's work, and a
 * JIT does not turn a byte-by-byte loop that may leave early into anything faster.
 */
final class LineEnds {
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long LFS = '\n' * ONES;
  private static final long CRS = '\r' * ONES;

  private LineEnds() {}

  /** A view of {@code bytes} for {@link #next}. */
  static ByteBuffer view(byte[] bytes) {
    // Little-endian, so that the byte that comes first is the lowest one of a word.
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The index of the first CR or LF in {@code [from, to)}, or {@code to} where there is none. */
  static int next(ByteBuffer view, int from, int to) {
    int i = from;
    for (int lastWord = to - Long.BYTES; i <= lastWord; i += Long.BYTES) {
      long word = view.getLong(i);
      long hits = zeroBytes(word ^ LFS) | zeroBytes(word ^ CRS);
      if (hits != 0) {
        return i + (Long.numberOfTrailingZeros(hits) >>> 3);
      }
    }
    for (; i < to; i++) {
      byte b = view.get(i);
      if (b == '\n' || b == '\r') {
        return i;
      }
    }
    return to;
  }

  /**
   * The high bit of each byte that is zero. A borrow may mark bytes above a zero byte falsely,
   * never below the lowest one, which is all that counts here.
   */
  private static long zeroBytes(long word) {
    return (word - ONES) & ~word & HIGHS;
  }
}
