package dev.holdfast.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LineEndsTest {
  /**
   * All pairs, because a match in one byte of a word must not be mistaken for one in its neighbour.
   */
  @Test
  void findsTheFirstLineEndAmongAllPairsOfBytes() {
    for (int position = 0; position < 17; position++) {
      for (int pair = 0; pair < 1 << 16; pair++) {
        byte[] bytes = new byte[18];
        Arrays.fill(bytes, (byte) 'x');
        bytes[position] = (byte) (pair >> 8);
        bytes[position + 1] = (byte) pair;
        int expected =
            isLineEnd(bytes[position])
                ? position
                : isLineEnd(bytes[position + 1]) ? position + 1 : bytes.length;
        if (LineEnds.next(LineEnds.view(bytes), 0, bytes.length) != expected) {
          assertThat(bytes).as("line end at %s", expected).isEmpty();
        }
      }
    }
  }

  @Test
  void looksAtNothingOutsideItsBounds() {
    byte[] bytes = "\n\nxxxxxxxxxxxx\n\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    ByteBuffer view = LineEnds.view(bytes);
    for (int from = 2; from <= 14; from++) {
      for (int to = from; to <= 14; to++) {
        assertThat(LineEnds.next(view, from, to)).isEqualTo(to);
      }
    }
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }
}
